/** The login demo: its programs keep their claims, other programs and other dials break them, one seed is one run. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { demoNamed, programOf, stylesOf } from '../../server/demos.ts'
import type { DatabaseDials } from '../../server/kernel/events.ts'
import type { RunRequest, Style } from '../../server/run.ts'
import { encodeText } from '../../server/trace/codec.ts'
import { graphs } from '../../server/trace/graphs.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { endOf, only, requestOf, simulate } from '../support/simulated.ts'

const demo = demoNamed('login')!
const STYLES = stylesOf('login')
const WAITING: Style[] = ['threads', 'greenlets', 'callbacks', 'coroutines', 'async']

const login = (style: Style, changes: Partial<RunRequest> = {}) => requestOf('login', style, changes)

/** The names of the claims of `style` that this run breaks. */
async function broken(style: Style, request: RunRequest = login(style)): Promise<string[]> {
  const figures = statistics(await simulate(request))
  return demo.claims[style]!.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

const dialled = (changes: DatabaseDials) => ({ database: { ...demo.database, ...changes } })

async function sha256(request: RunRequest): Promise<string> {
  const text = encodeText(await simulate(request), { anonymous: true })
  return createHash('sha256').update(text).digest('hex')
}

describe.each(STYLES)('login, %s', (style) => {
  it('keeps its claims, for several seeds', async () => {
    expect(demo.claims[style]!.length).toBeGreaterThan(3)
    for (const seed of [1, 2, 3])
      expect(await broken(style, login(style, { seed })), `seed ${seed}`).toEqual([])
  })

  it('answers who is known and who is not', async () => {
    const paths = ['/login?name=ann', '/login?name=nobody', '/', '/matches']
    const events = await simulate(login(style, { clients: 4, paths }))
    expect(endOf(events).reason).toBe('answered')
    expect(only(events, 'request-answered').map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const updates = only(events, 'command-served').filter(({ label }) => label.startsWith('update'))
    expect(updates.map(({ label }) => label)).toEqual(['update app.users {name} → 1'])
  })

  it('gives the same trace for the same seed, to the byte, and another for another', async () => {
    const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => sha256(login(style, { seed }))))
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })
})

describe.each(WAITING)('what %s promise', (style) => {
  it('about the lock is broken without one', async () => {
    const lost = await broken(style, login(style, dialled({ lock: 'none' })))
    expect(lost).toEqual(['writesOneAfterAnother', 'queueAtTheLock', 'writersWaitForAll'])
  })

  it('of a database without locks is broken by one that has them', async () => {
    const edit = demo.edits.find((candidate) => candidate.style === style)!
    const figures = statistics(await simulate(login(style)))
    const lost = edit.claims.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
    expect(lost).toEqual(['nobodyAtTheLock', 'writersDoNotWait'])
  })

  it('about readers is broken if the logins leave no thread of the database for them', async () => {
    const again = { requests: 2 }
    expect(await broken(style, login(style, again))).not.toContain('readersDoNotWait')
    const database = { service: { read: 5, write: 200 }, threads: 1 }
    expect(await broken(style, login(style, { ...again, database }))).toContain('readersDoNotWait')
  })

  it('about readers is broken by the blocking driver', async () => {
    const source = programOf('login', 'blocked')!
    const lost = await broken(style, login('blocked', { source }))
    expect(lost).toEqual(expect.arrayContaining(['queueAtTheLock', 'readersDoNotWait']))
  })
})

describe('blocked', () => {
  it('breaks what it says of the queue and of readers with the driver of the others', async () => {
    const lost = await broken('blocked', login('async'))
    expect(lost).toEqual(['queriesOneAfterAnother', 'nobodyAtTheLock', 'readersWaitToo'])
  })

  it('breaks writersWaitForAll if logins are what is done first and last by different clients', async () => {
    const source = programOf('login', 'blocked')!.replace('users.updateOne({ name }, visit)', 'visit')
    expect(source).not.toBe(programOf('login', 'blocked'))
    expect(await broken('blocked', login('blocked', { source }))).toContain('writersWaitForAll')
  })
})

it('has greenlets that differ from threads in imports and patch lines only', () => {
  const words = (style: Style) =>
    programOf('login', style)!
      .split('\n')
      .filter((line) => line !== '')
  const added = words('greenlets').filter((line) => !words('threads').includes(line))
  expect(added).toEqual(["import { monkey } from 'gevent'", 'monkey.patchAll()'])
  expect(words('greenlets').filter((line) => !added.includes(line))).toEqual(words('threads'))
})

it('stores each login', async () => {
  const source = programOf('login', 'async')!.replace(
    /this\.finish\(`Hello.*`\)/,
    'console.log(JSON.stringify(await users.findOne({ name })))\n    this.finish(name)',
  )
  const events = await simulate(
    login('async', { source, clients: 1, requests: 3, paths: ['/login?name=ben'] }),
  )
  const users = only(events, 'log').map(({ text }) => JSON.parse(text))
  expect(users.map(({ logins }) => logins)).toEqual([1, 2, 3])
  expect(users[0]).toMatchObject({ name: 'ben', role: 'administrator', lastLogin: expect.anything() })
})

describe('the four graphs', () => {
  it('say what four people see: only logins are slow, they queue at the lock, and the CPU is idle', async () => {
    const seen = graphs(await simulate(login('callbacks')))
    const [slow, ...quick] = seen.latencyByPage
    expect(slow).toMatchObject({ page: '/login', requests: 4 })
    expect(quick.map(({ page }) => page)).toEqual(['/', '/matches'])
    for (const { max_ms } of quick) expect(max_ms).toBeLessThan(slow!.p50_ms / 4)
    expect(seen.lockQueue.map(({ waiting }) => waiting)).toEqual([1, 2, 3, 2, 1, 0])
    const afternoon = seen.cpu.slice(6)
    expect(Math.max(...afternoon.map(({ busy }) => busy))).toBeLessThan(0.05)
  })

  it('say with the blocking driver that every page is slow, and that nobody waits for the lock', async () => {
    const seen = graphs(await simulate(login('blocked')))
    expect(seen.lockQueue).toEqual([])
    for (const { max_ms } of seen.latencyByPage) expect(max_ms).toBeGreaterThan(500)
  })
})

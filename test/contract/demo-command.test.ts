/** The command-line door: what it prints, what it exits with, and what it says to those who type it wrong. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROJECT } from '../../server/build-cache.mjs'
import { demoNamed } from '../../server/demos.ts'
import { decodeJson, decodeText } from '../../server/trace/codec.ts'
import { Command } from '../support/command.ts'
import { Leaks } from '../support/leaks.ts'
import { handlerOf, mainOf } from '../support/runs.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

/** Runs the command to its end. */
async function demo(...words: string[]) {
  const command = new Command('demo', ...words)
  const code = await command.exitCode()
  return { code, out: command.out, err: command.err }
}

async function programFile(text: string): Promise<string> {
  const path = join(folder, 'program.ts')
  await writeFile(path, text)
  return path
}

/** By then the command runs the program, ms: it says nothing before the end. */
const UNDER_WAY = 3000

const FIGURES = [
  'demo style runtime clients requests ok failed makespan_ms p50_ms p95_ms backend_overlap_max',
  'greenlet_switches cpu_switches loop_blocked_max_ms bytes_per_waiting_request events dropped seed',
  'cursors_left trace_sha256 claims',
].flatMap((line) => line.split(' '))

describe('what it prints', () => {
  test.each(['demo', 'bench'])('how %s is used, to whoever asks for help', async (name) => {
    const command = new Command(name, '--help')
    expect(await command.exitCode()).toBe(0)
    expect(command.out).toMatch(new RegExp(`^usage: npm run (-s )?${name} -- `))
    expect(command.err).toBe('')
  })

  test.each([
    ['simulated', 'guest_threads'],
    ['node', 'os_threads'],
  ])(
    'a summary on the %s runtime is one object with all figures, and counts %s',
    async (runtime, threads) => {
      const { code, out, err } = await demo(
        'find-team',
        'callbacks',
        '--runtime',
        runtime,
        '--latency',
        '500',
      )
      expect({ code, err }).toEqual({ code: 0, err: '' })
      const summary = JSON.parse(out)
      expect(Object.keys(summary)).toEqual(expect.arrayContaining([...FIGURES, threads]))
      const figures = { demo: 'find-team', style: 'callbacks', runtime, clients: 8, ok: 8, failed: 0 }
      expect(summary).toMatchObject({ ...figures, backend_overlap_max: 8, [threads]: 1 })
      expect(summary.claims.every(({ holds }: { holds: boolean }) => holds)).toBe(true)
    },
  )

  test('an edit of the program, or of the database alone, with its own claims', async () => {
    const runs = [
      ['find-team', 'blocked', '--edit', 'do-not-wait'],
      ['login', 'async', '--edit', 'no-lock'],
    ].map((words) => demo(...words))
    const [motor, login] = (await Promise.all(runs)).map(({ out }) => JSON.parse(out))
    expect(motor).toMatchObject({ style: 'blocked', backend_overlap_max: 8 })
    expect(login).toMatchObject({ style: 'async', lock_queue_max: 0 })
    const names = login.claims.map(({ name }: { name: string }) => name)
    expect(names).toContain('writersDoNotWait')
  })

  test('what fails as its demo promises, as a success', async () => {
    const { code, out } = await demo('never-finished', 'callbacks')
    const { ended, error } = JSON.parse(out)
    expect({ code, ended, error }).toMatchObject({
      code: 0,
      ended: 'deadlock',
      error: expect.stringContaining('never answered'),
    })
  })

  test('the same seed gives the same trace in virtual time, another seed another one', async () => {
    const words = ['find-team', 'greenlets', '--arrival', 'spread', '--seed']
    const runs = await Promise.all(['7', '7', '8'].map((seed) => demo(...words, seed)))
    const [first, second, other] = runs.map(({ out }) => JSON.parse(out).trace_sha256)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(second).toBe(first)
    expect(other).not.toBe(first)
  })

  test('the events as text and as JSON lines are the same, and a picture is SVG', async () => {
    const [text, json, svg] = await Promise.all(
      ['text', 'json', 'svg'].map((out) => demo('find-team', 'threads', '--clients', '2', '--out', out)),
    )
    const events = decodeText(text!.out)
    expect(events.length).toBeGreaterThan(20)
    expect(decodeJson(json!.out)).toEqual(events)
    expect(svg!.out).toMatch(/<svg [\s\S]*<\/svg>\n$/)
  })
})

describe('the dials of the database', () => {
  const dialled = async (...words: string[]) => {
    const { out } = await demo(...words, '--out', 'text')
    const [start] = decodeText(out)
    return start?.kind === 'run-start' ? start.database : undefined
  }

  test('are the demo’s, where they are not named', async () => {
    expect(await dialled('login', 'async')).toEqual(demoNamed('login')!.database)
    expect(await dialled('find-team', 'async')).toBeUndefined()
    expect(await dialled('login', 'async', '--db-lock', 'none', '--db-service', 'document=0.5')).toEqual({
      service: { read: 5, write: 200, document: 0.5 },
      lock: 'none',
      jitter: 0.1,
    })
    const own = ['--db-threads', '2', '--db-service', '20', '--db-jitter', '0.5']
    expect(await dialled('find-team', 'async', ...own)).toEqual({
      threads: 2,
      service: { read: 20, write: 20 },
      jitter: 0.5,
    })
  })

  test('make the queue that the graphs show', async () => {
    const { code, out } = await demo('login', 'callbacks', '--out', 'graphs')
    expect(code).toBe(0)
    const { latencyByHour, latencyByPage, lockQueue, cpu } = JSON.parse(out)
    expect([latencyByHour.length, latencyByPage.length, lockQueue.length, cpu.length]).toEqual([24, 3, 6, 24])
  })
})

describe('exit code 1', () => {
  test('if a claim does not hold, with what was seen instead', async () => {
    const source = await programFile(handlerOf("throw new Error('no team today')"))
    const { code, out } = await demo('find-team', 'callbacks', '--source', source)
    expect(code).toBe(1)
    const broken = JSON.parse(out).claims.filter(({ holds }: { holds: boolean }) => !holds)
    expect(broken).toContainEqual(expect.objectContaining({ name: 'allAnswered', seen: expect.any(String) }))
  })

  test.each([
    ['compiled', mainOf('const team = )'), 2],
    ['run', mainOf('const nobody: any = undefined', 'nobody.team'), 3],
  ])('if the program can not be %s, without a path of the machine', async (_what, text, line) => {
    const source = await programFile(text)
    const runs = await Promise.all(
      ['node', 'simulated'].map((runtime) =>
        demo('find-team', 'callbacks', '--runtime', runtime, '--source', source),
      ),
    )
    for (const { code, out, err } of runs) {
      expect({ code, err }).toEqual({ code: 1, err: '' })
      expect(JSON.parse(out).error).toMatch(new RegExp(`^callbacks\\.ts:${line}:\\d+: .`))
      for (const path of [PROJECT, homedir(), tmpdir(), folder, 'node_modules', 'file:']) {
        if (path !== '/') expect(out).not.toContain(path)
      }
    }
  })
})

describe('exit code 2, and how to say it', () => {
  test.each([
    [[], 'which demo?'],
    [['find-taem', 'callbacks'], 'no demo "find-taem"'],
    [['find-team'], 'which style?'],
    [['find-team', 'fibers'], 'find-team has no style "fibers"'],
    [['find-team', 'callbacks', 'now'], 'what is "now"?'],
    [['find-team', 'callbacks', '--clients', '65'], 'clients must be a whole number from 1 to 64'],
    [['find-team', 'callbacks', '--clients', 'many'], '--clients takes a number, not "many"'],
    [
      ['find-team', 'threads', '--runtime', 'node', '--clients', '17'],
      'clients must be a whole number from 1 to 16',
    ],
    [['find-team', 'callbacks', '--latency', '-1'], '--latency'],
    [['polling', 'async', '--pause', 'long'], '--pause takes a number, not "long"'],
    [['find-team', 'callbacks', '--runtime', 'moon'], '--runtime must be one of node, simulated'],
    [['find-team', 'callbacks', '--out', 'pdf'], '--out must be one of summary, text, json, svg'],
    [['login', 'async', '--db-threads', '0'], 'database.threads must be a whole number from 1 to 64'],
    [['login', 'async', '--db-threads', 'two'], '--db-threads takes a number, not "two"'],
    [['login', 'async', '--db-service', 'slow'], '--db-service takes a number, not "slow"'],
    [
      ['login', 'async', '--db-service', 'wirte=3'],
      'database.service has no "wirte", only read, write, document',
    ],
    [['login', 'async', '--db-lock', 'rows'], 'database.lock must be one of none, writes, all'],
    [['login', 'async', '--db-jitter', '2'], 'database.jitter must be a number from 0 to 1'],
    [['find-team', 'callbacks', '--edit', 'nothing'], 'find-team callbacks has no edit "nothing"'],
    [['find-team', 'callbacks', '--source', '/nowhere.ts'], "--source: can't read /nowhere.ts"],
    [['find-team', 'callbacks', '--colour', 'red'], '--colour'],
  ])('%j', async (words, complaint) => {
    const { code, out, err } = await demo(...words)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.split('\n')[0]).toContain(complaint)
    expect(err).toContain('usage: npm run -s demo -- <demo> <style> [options]')
    expect(err).toMatch(/demos: .*find-team \(.*callbacks.*\)/)
  })
})

describe.each(['node', 'simulated'])('Ctrl+C on the %s runtime', (runtime) => {
  test('stops the run, prints what there was of it, and leaves nothing', async () => {
    const source = await programFile(`import { sleep } from 'os'\n${mainOf('for (;;) sleep(0.001)')}`)
    const leaks = await Leaks.watch()
    const command = new Command('demo', 'find-team', 'callbacks', '--runtime', runtime, '--source', source)
    await new Promise((resolve) => setTimeout(resolve, UNDER_WAY))
    command.signal('SIGINT')
    command.signal('SIGINT')
    expect(await command.exitCode()).toBe(1)
    expect(command.err).toBe('')
    expect(JSON.parse(command.out)).toMatchObject({ ended: 'stopped' })
    expect(await leaks.left()).toEqual([])
    await leaks.end()
  })
})

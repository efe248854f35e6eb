/** The demo of a second protocol: little is new, the client is the blocking one, and nobody waits for anybody. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import { LIBRARY } from '../../server/library.ts'
import { compile } from '../../server/sandbox/compile.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { only, printed, requestOf, simulate } from '../support/simulated.ts'

const demo = demoNamed('other-protocol')!
const source = programOf('other-protocol', 'async')!
const {
  claims: { async: promises },
  edits: [blocking],
} = demo

async function figuresOf(program: string) {
  return statistics(await simulate(requestOf('other-protocol', 'async', { source: program })))
}

it('makes a blocking client asynchronous in fewer than 20 new lines', () => {
  const lines = source.split('\n')
  const shown = lines.slice(lines.indexOf('//#region show') + 1, lines.indexOf('//#endregion'))
  expect(shown.filter((line) => line.trim() !== '').length).toBeLessThan(20)
})

it('runs the one source of that client, rewritten, and as it is in a thread', () => {
  const modulesOf = (style: 'async' | 'threads', program: string) => {
    const parts = { source: program, style, suspending: false, library: LIBRARY }
    return Object.keys(compile(parts).program.modules).filter((name) => name.includes('cache-client'))
  }
  expect(modulesOf('async', source)).toEqual(['lib/cache-client.ts?green'])
  const plain = "import { CacheClient } from 'cache-client'\nexport function main() { new CacheClient() }"
  expect(modulesOf('threads', plain)).toEqual(['lib/cache-client.ts'])
  expect(LIBRARY.get('cache-client')).not.toMatch(/motor|ioloop|iostream|greenlet|async|await|yield/)
})

it('breaks what it says of overlap and of the loop with the client as it is', async () => {
  const plain = await figuresOf(applyEdit(source, blocking!))
  const lost = promises!.filter((claim) => claim.check(plain) !== true)
  expect(lost.map(({ name }) => name)).toEqual(['queriesOverlap', 'loopNeverBlockedOver'])
  const figures = await figuresOf(source)
  const gained = blocking!.claims.filter((claim) => claim.check(figures) !== true)
  expect(gained.map(({ name }) => name)).toEqual(['queriesOneAfterAnother'])
})

it('hands over what the cache says, one call after the other', async () => {
  const program = source.replace(
    'this.finish(',
    'console.log(greeting, await cache.delete(name))\n    this.finish(',
  )
  const request = requestOf('other-protocol', 'async', { source: program, clients: 1, requests: 2 })
  const events = await simulate(request)
  expect(printed(events)).toEqual(['#1 null true', '#2 null true'])
  const labels = only(events, 'command-served').map(({ label }) => label)
  const round = (name: string) => [`get ${name} → none`, `set ${name} → STORED`, `delete ${name} → DELETED`]
  expect(labels).toEqual([...round('ann'), ...round('ben')])
})

/**
 * The guest library itself, plain and rewritten: programs that come to their end the same way whether the
 * blocking modules are compiled as they stand (a blocked loop), as greenlets, or as threads in virtual time.
 */
import { describe, expect, it } from 'vitest'
import { LIBRARY } from '../../server/library.ts'
import type { Style } from '../../server/run.ts'
import { compile } from '../../server/sandbox/compile.ts'
import { documentedClasses } from '../support/docstrings.ts'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

const PLAIN: Style = 'blocked'
const REWRITTEN: Style[] = ['greenlets', 'threads']

/** The driver's own tests, what came out of each. */
const DRIVER = `import { runSuite } from 'driver-suite'
import { MongoClient } from 'pymongo'
export function main() {
  for (const outcome of runSuite({ MongoClient }, {})) console.log(JSON.stringify(outcome))
}
`

/** Requests are read and answered, also those that come in pieces, on two sockets of one program. */
const HTTP = `import { requests, respond } from 'http'
import { Socket } from 'socket'
export function main() {
  const [client, server] = Socket.pair()
  client.sendall('GET /a?x=1&y=%20 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\nPOST /b HTTP/1.1\\r\\nContent-Len')
  client.sendall('gth: 5\\r\\n\\r\\nhello')
  client.shutdown()
  for (const request of requests(server)) {
    console.log(JSON.stringify(request))
    respond(server, { path: request.path })
  }
  for (let data = client.recv(64); data !== ''; data = client.recv(64)) console.log(data)
}
`

/** Timeouts, what is refused, and what a socket says once it's closed. */
const SOCKETS = `import { Socket } from 'socket'
const said = (f) => { try { return f() } catch (e) { return [e.name, e.code, e.message] } }
export function main() {
  const [one, other] = Socket.pair()
  one.setTimeout(20)
  console.log(JSON.stringify(said(() => one.recv(1))))
  one.setBlocking(false)
  console.log(JSON.stringify(said(() => one.recv(1))))
  other.sendall('x'.repeat(5000))
  other.close()
  one.setBlocking(true)
  let count = 0
  for (let data = one.recv(4096); data !== ''; data = one.recv(4096)) count += data.length
  console.log(count)
  one.close()
  console.log(JSON.stringify([said(() => one.recv(1)), said(() => Socket.connect('localhost', 1))]))
}
`

const CACHE = `import { CacheClient } from 'cache-client'
export function main() {
  const cache = new CacheClient()
  cache.set('team', 'Ghana')
  console.log(JSON.stringify([cache.get('team'), cache.get('nobody')]))
}
`

const PROGRAMS = { DRIVER, HTTP, SOCKETS, CACHE }

/** What a program printed, and how it ended. */
async function outcome(style: Style, source: string) {
  const events = await simulateProgram(style, source)
  const { reason, message } = endOf(events)
  return { reason, message, said: only(events, 'log').map(({ text }) => text) }
}

describe.each(Object.entries(PROGRAMS))('%s', (_, source) => {
  it.each(REWRITTEN)('does the same in %s, rewritten, as plain', async (style) => {
    const plain = await outcome(PLAIN, source)
    expect(plain).toMatchObject({ reason: 'returned', message: undefined })
    expect(plain.said.length).toBeGreaterThan(0)
    expect(await outcome(style, source)).toEqual(plain)
  })
})

describe('the programs in the doc comments of blocking classes', () => {
  const examples = documentedClasses(LIBRARY).flatMap(({ name, examples }) =>
    examples.filter(({ style }) => style === PLAIN).map(({ source }) => ({ name, source })),
  )

  it.each(examples)('do the same plain and rewritten: $name', async ({ source }) => {
    const plain = await outcome(PLAIN, source)
    for (const style of REWRITTEN) expect(await outcome(style, source), style).toEqual(plain)
  })
})

it('compiles every module of the library that may have to wait, both ways', () => {
  const imports = [...LIBRARY.keys()].map((name, index) => `import * as m${index} from '${name}'`)
  const source = `${imports.join('\n')}\nexport function main() {}\n`
  const modulesIn = (style: Style) =>
    Object.keys(compile({ source, style, suspending: false, library: LIBRARY }).program.modules)
  const green = modulesIn('greenlets').filter((name) => name.endsWith('?green'))
  expect(green.length).toBeGreaterThan(10)
  const plain = new Set(modulesIn('blocked'))
  expect(green.map((name) => name.replace('?green', '')).filter((name) => !plain.has(name))).toEqual([])
})

/** The blocking cache client, as it is and rewritten. */
import { describe, expect, it } from 'vitest'
import { only, printed, simulateProgram } from '../../support/simulated.ts'

const program = (body: string) => `import { CacheClient, CacheError } from 'cache-client'
import { Socket } from 'socket'
function words(call: () => unknown): string {
  try { return JSON.stringify(call()) ?? 'nothing' } catch (error) { return (error as Error).name + ': ' + (error as Error).message }
}
export function main() {
  const cache = new CacheClient()
  ${body}
}
`

const run = (style: 'threads' | 'blocked' | 'greenlets', body: string) =>
  simulateProgram(style, program(body))

const logOf = async (style: 'threads' | 'blocked' | 'greenlets', body: string) =>
  printed(await run(style, body)).map((line) => line.slice(3))

describe.each(['threads', 'blocked', 'greenlets'] as const)('the cache client, %s', (style) => {
  it('keeps texts, also those that look like the protocol', async () => {
    const body = `cache.set('a', 'über\\r\\nEND\\r\\n')
      console.log(words(() => cache.get('a')), words(() => cache.get('b')))
      console.log(cache.delete('a'), cache.delete('a'), words(() => cache.get('a')))`
    expect(await logOf(style, body)).toEqual(['"über\\r\\nEND\\r\\n" null', 'true false null'])
  })

  it('asks again on the same connection', async () => {
    const events = await run(style, `cache.set('a', '1'); cache.get('a'); cache.close()`)
    expect(only(events, 'lane-open').filter(({ lanes }) => lanes === 'service')).toHaveLength(1)
    expect(only(events, 'command-served').map(({ label }) => label)).toEqual(['set a → STORED', 'get a → 1'])
  })

  it('sends no key that could be a command', async () => {
    const body = `for (const key of ['', 'a b', 'a\\r\\nquit', 'ü', 'x'.repeat(251)])
      console.log(words(() => cache.get(key)))`
    const refused = 'CacheError: a key is 1 to 250 ASCII letters or signs'
    expect(await logOf(style, body)).toEqual(Array(5).fill(refused))
  })

  it('says what the cache says that refuses, and opens another connection then', async () => {
    const body = `console.log(words(() => cache.set('a', 'x'.repeat(1 << 21))))
      console.log(words(() => cache.set('a', 'y')), words(() => cache.get('a')))`
    expect(await logOf(style, body)).toEqual([
      'CacheError: the cache answered SERVER_ERROR object too large for cache',
      'nothing "y"',
    ])
  })
})

it('takes its sockets from where it is told to, and notices that one is gone', async () => {
  const body = `const [ours, theirs] = Socket.pair()
    const other = new CacheClient({ connect: () => ours })
    theirs.sendall('VALUE a 0 3\\r\\n12')
    theirs.shutdown()
    console.log(words(() => other.get('a')), JSON.stringify(theirs.recv(99)))`
  expect(await logOf('blocked', body)).toEqual([
    'CacheError: the cache answered nothing, and hung up "get a\\r\\n"',
  ])
})

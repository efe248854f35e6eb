import { expect, it } from 'vitest'
import { LoadGenerator, type LoadOptions, PATIENCE } from '../../../server/runtime/load/load-generator.ts'
import { leftWaiting, outcomeOf } from '../../../server/runtime/load/outcome.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'
const bytes = (text: string) => new TextEncoder().encode(text)

function generator(changes: Partial<LoadOptions> = {}) {
  const said: string[] = []
  const load = new LoadGenerator({
    clients: 1,
    requests: 1,
    paths: ['/a', '/b'],
    arrival: 'together',
    spread: 1000,
    seed: 1,
    emit: (lane, request, { kind }) => void said.push(`${lane} #${request} ${kind}`),
    ...changes,
  })
  load.begin(0)
  return { load, said }
}

it('sends the requests of a client one after the other, over one connection', () => {
  const { load, said } = generator({ requests: 2 })
  expect(load.due(0)).toEqual([{ kind: 'connect', client: 1 }])
  expect(load.connected(1, 5)).toMatchObject([{ kind: 'send', request: 1 }])
  expect(load.received(1, bytes(OK.slice(0, 20)), 10)).toEqual([])
  const [second] = load.received(1, bytes(OK.slice(20)), 12)
  expect(second).toMatchObject({ kind: 'send', request: 2 })
  expect(new TextDecoder().decode((second as { bytes: Uint8Array }).bytes)).toMatch(/^GET \/b HTTP\/1\.1\r\n/)
  expect(load.received(1, bytes(OK), 20)).toEqual([{ kind: 'close', client: 1 }])
  expect(load.done).toBe(true)
  expect(outcomeOf(load)).toEqual({ reason: 'answered' })
  expect(said).toEqual([
    'client:1 #0 lane-open',
    'client:1 #1 request-sent',
    'client:1 #1 request-answered',
    'client:1 #2 request-sent',
    'client:1 #2 request-answered',
  ])
})

it('connects again after a server that ends its answers by closing', () => {
  const { load, said } = generator({ requests: 2 })
  load.due(0)
  load.connected(1, 0)
  expect(load.received(1, bytes('HTTP/1.0 200 OK\r\n\r\nhello'), 1)).toEqual([])
  expect(load.closed(1, 'the server hung up', 2)).toEqual([{ kind: 'connect', client: 1 }])
  expect(load.connected(1, 3)).toMatchObject([{ kind: 'send', request: 2 }])
  expect(said).not.toContain('client:1 #2 request-failed')
})

it('gives up who has waited for 10 s, and says that the request was never answered', () => {
  const { load } = generator({ clients: 2 })
  load.due(0)
  load.connected(1, 100)
  load.connected(2, 200)
  expect(load.lastPatience).toBe(200 + PATIENCE)
  expect(load.nextDeadline).toBe(100 + PATIENCE)
  load.received(2, bytes(OK), 300)
  expect(load.due(100 + PATIENCE)).toEqual([{ kind: 'close', client: 1 }])
  expect(load.failures).toEqual([{ request: 1, why: 'no answer for 10 s' }])
  expect(outcomeOf(load)).toEqual({ reason: 'deadlock', message: 'request #1 was never answered' })
})

it('fails the request of a client that is refused, cut off, or answered with something else', () => {
  const { load } = generator({ clients: 3 })
  load.due(0)
  load.closed(1, 'connection refused', 1)
  load.connected(2, 1)
  load.closed(2, 'the server hung up', 2)
  load.connected(3, 1)
  expect(load.received(3, bytes('SSH-2.0-hello\r\n'), 2)).toEqual([{ kind: 'close', client: 3 }])
  expect(load.failures.map(({ why }) => why)).toEqual([
    'connection refused',
    'the server hung up',
    'the answer is not HTTP',
  ])
  expect(outcomeOf(load)).toEqual({ reason: 'failed', message: 'request #1 failed: connection refused' })
})

it('names the requests that wait, the first eight of them one by one', () => {
  const { load } = generator({ clients: 10 })
  load.due(0)
  for (let client = 1; client <= 10; client += 1) load.connected(client, 0)
  expect(outcomeOf(load).message).toBe(
    'requests #1, #2, #3, #4, #5, #6, #7, #8 and 2 more were never answered',
  )
  expect(leftWaiting(load)).toMatch(/^main returned, and requests #1, .* not answered yet$/)
})

it('spreads arrivals by the seed, the same way each time', () => {
  const arrivals = (seed: number) => {
    const { load } = generator({ clients: 8, arrival: 'spread', seed })
    const times: number[] = []
    for (let next = load.nextDeadline; next !== undefined; next = load.nextDeadline) {
      times.push(next)
      load.due(next)
    }
    return times
  }
  expect(arrivals(1)).toEqual(arrivals(1))
  expect(arrivals(1)).not.toEqual(arrivals(2))
  expect(new Set(arrivals(1)).size).toBeGreaterThan(4)
  expect(Math.max(...arrivals(1))).toBeLessThan(1000)
})

it('rests after each answer for as long as it is told to, and keeps its connection if the server does', () => {
  const { load } = generator({ requests: 3, pause: 100 })
  load.due(0)
  load.connected(1, 0)
  expect(load.received(1, bytes(OK), 10)).toEqual([])
  expect(load.nextDeadline).toBe(110)
  expect(load.lastPatience).toBeUndefined()
  expect(load.due(110)).toMatchObject([{ kind: 'send', request: 2 }])
  expect(
    load.received(1, bytes('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'), 120),
  ).toEqual([{ kind: 'close', client: 1 }])
  expect(load.due(220)).toEqual([{ kind: 'connect', client: 1 }])
  load.connected(1, 230)
  load.received(1, bytes(OK), 240)
  expect(load.done).toBe(true)
})

it('connects again after its rest to a server that has hung up meanwhile', () => {
  const { load } = generator({ requests: 2, pause: 100 })
  load.due(0)
  load.connected(1, 0)
  load.received(1, bytes(OK), 10)
  expect(load.closed(1, 'the server hung up', 50)).toEqual([])
  expect(load.due(110)).toEqual([{ kind: 'connect', client: 1 }])
  expect(load.connected(1, 111)).toMatchObject([{ kind: 'send', request: 2 }])
})

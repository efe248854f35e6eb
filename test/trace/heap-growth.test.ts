import { describe, expect, it } from 'vitest'
import { bytesPerWaitingRequest } from '../../server/trace/heap-growth.ts'
import { numbers, Recording } from './recording.ts'

/** One thread that serves all waiting requests one after another; each block finds 100 bytes more of garbage. */
function oneByOne(clients: number, rounds = 1): Recording {
  const run = new Recording({ style: 'blocked', clients, requests: rounds })
  run.run(1, 0).block(1, 0, 'poll', 'poll', undefined, 10_000)
  let heap = 10_000 + 800 * clients
  for (let round = 0; round < rounds; round++) {
    const asked = numbers(clients).map((n) => round * clients + n)
    for (const n of asked) run.after(1).arrive(n, n - round * clients)
    for (const n of asked) {
      run.run(1, n).block(1, n, 'recv', 'recv fd7', undefined, heap).after(200)
      run
        .wake(1, n, 'fd7')
        .run(1, n)
        .answer(n, n - round * clients)
      heap += 100
    }
  }
  return run
}

describe('what a waiting request costs', () => {
  it.each([1, 8])('is shared by all %d that wait, read or not', (clients) => {
    expect(bytesPerWaitingRequest(oneByOne(clients).end(), clients)).toBe(800)
  })

  it('does not grow with later rounds', () => {
    expect(bytesPerWaitingRequest(oneByOne(8, 5).end(), 40)).toBe(800)
  })

  it('is measured when most wait', () => {
    const run = new Recording({ style: 'callbacks', clients: 2 }).block(1, 0, 'poll', 'poll', undefined, 1000)
    run.arrive(1).block(1, 0, 'poll', 'poll', undefined, 9000)
    run.arrive(2).block(1, 0, 'poll', 'poll', undefined, 5000)
    expect(bytesPerWaitingRequest(run.answer(1).answer(2).end(), 2)).toBe(2000)
  })

  it('leaves out who came by himself', () => {
    const run = oneByOne(1).arrive(2).arrive(3).block(1, 2, 'recv', 'recv fd9', undefined, 90_000)
    expect(bytesPerWaitingRequest(run.end(), 1)).toBe(800)
  })

  it('is unknown without a block before the first request, and without requests', () => {
    const run = new Recording({ style: 'blocked' }).run(1, 0).arrive(1)
    run.block(1, 1, 'recv', 'recv fd7', undefined, 9000)
    expect(bytesPerWaitingRequest(run.end(), 1)).toBe(0)
    const idle = new Recording({ style: 'blocked' }).block(1, 0, 'poll', 'poll', undefined, 9000)
    expect(bytesPerWaitingRequest(idle.end(), 1)).toBe(0)
  })

  it('is never negative', () => {
    const run = new Recording({ style: 'blocked' }).block(1, 0, 'poll', 'poll', undefined, 9000)
    run.arrive(1).block(1, 1, 'recv', 'recv fd7', undefined, 4000)
    expect(bytesPerWaitingRequest(run.end(), 1)).toBe(0)
  })

  it('is unknown if it would compare the heaps of two threads', () => {
    const run = new Recording({ style: 'threads' }).block(1, 0, 'accept', 'accept', undefined, 1000)
    run
      .arrive(1)
      .block(1, 0, 'accept', 'accept', undefined, 2000)
      .block(2, 1, 'recv', 'recv fd7', undefined, 9000)
    expect(bytesPerWaitingRequest(run.end(), 1)).toBe(0)
  })
})

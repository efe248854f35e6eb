/** Shared-counter: the lock's wait is drawn, and each promise is broken by a small change. */
import { describe, expect, it } from 'vitest'
import { modelOf } from '../../server/trace/model-builder.ts'
import { requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('shared-counter', 'threads', changes)

describe('shared-counter', () => {
  it('draws whom each visitor waits for at the lock', async () => {
    const model = modelOf(await simulate(requestOf('shared-counter', 'threads')))
    const waits = model.requests.map(({ spans }) => spans.filter(({ label }) => label.startsWith('lock 1')))
    expect(waits.map(({ length }) => length)).toEqual([0, 1, 1, 1, 1, 1, 1, 1])
    expect(waits.flat().map(({ state, label }) => [state, label])).toEqual(
      Array.from({ length: 7 }, () => ['answer', 'lock 1 (thread 2 has it)']),
    )
    const lengths = waits.flat().map(({ from, to }) => Math.floor((to - from) / 100_000))
    expect(lengths).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('breaks all about numbers and the lock without it', async () => {
    expect(await broken(['    lock.acquire()\n', ''], ['    lock.release()\n', ''])).toEqual([
      'waitsForLock',
      'printsInOrder',
      'answeredAfterAll',
    ])
  })

  it('breaks the numbers alone with a lock around the wrong lines', async () => {
    const changes: [string, string][] = [
      ['    lock.acquire()\n', ''],
      ['    visits.insertOne', '    lock.acquire()\n    visits.insertOne'],
    ]
    expect(await broken(...changes)).toEqual(['printsInOrder'])
  })

  it('breaks allAnswered, and what follows from it, by keeping the lock', async () => {
    expect(await broken(['    lock.release()\n', ''])).toEqual([
      'allAnswered',
      'printsInOrder',
      'answeredAfterAll',
    ])
  })

  it('breaks threadPerClient, and all that needs other threads, by serving in the thread that accepts', async () => {
    expect(await broken(['new Thread(serve, server.accept()).start()', 'serve(server.accept())'])).toEqual([
      'threadPerClient',
      'waitsForLock',
    ])
  })

  it('breaks answeredAfterAll alone by holding the lock for two visits', async () => {
    const twice = 'visits.insertOne({ number })\n    visits.insertOne({ number })'
    expect(await broken(['visits.insertOne({ number })', twice])).toEqual(['answeredAfterAll'])
  })
})

import { describe, expect, it } from 'vitest'
import type { DatabaseDials } from '../../server/kernel/events.ts'
import { modelOf } from '../../server/trace/model-builder.ts'
import { narrate } from '../../server/trace/narrate.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun } from './styles.ts'

function texts(...args: Parameters<typeof narrate>): string[] {
  return narrate(...args).map(({ text }) => text)
}

describe('narration', () => {
  it('tells what each request waits for, and why', () => {
    expect(texts(modelOf(blockedRun(2)))).toEqual([
      '2 clients ask; the database’s replies are held back for 200 ms.',
      '2 ms: #1 arrives.',
      '2 ms: #2 arrives and waits 202 ms for its turn: the loop is busy with #1.',
      '3 ms: #1 waits 200 ms for find worldcup.matches {team}.',
      '204 ms: #1 is answered after 202 ms.',
      '205 ms: #2 waits 200 ms for find worldcup.matches {team}.',
      '406 ms: #2 is answered after 404 ms.',
    ])
  })

  it('tells how the database serves, where that is dialled', () => {
    const told = (database: DatabaseDials) =>
      texts(modelOf(new Recording({ style: 'async', database }).events))
    expect(told({ threads: 2, service: { read: 5, write: 200 }, lock: 'writes' })).toEqual([
      '1 client asks; the database’s replies are held back for 200 ms. ' +
        'It serves 2 at once, a read for 5 ms, a write for 200 ms, one write to a collection at a time.',
    ])
    expect(told({ lock: 'all' })[0]).toMatch(
      / It serves to a collection one write or only reads at a time\.$/,
    )
    expect(told({ jitter: 0.5 })[0]).toMatch(/for 200 ms\.$/)
  })

  it('tells who answers the server, if anybody does, and how long clients rest', () => {
    const first = (run: Recording) => texts(modelOf(run.events))[0]
    const calling = new Recording({ style: 'async' })
    calling.say('service:1', 0, { kind: 'lane-open', lanes: 'service', name: 'webservice 1' })
    expect(first(calling)).toBe('1 client asks; the services answer after 200 ms.')
    expect(first(new Recording({ style: 'async', latency: 0 }))).toBe('1 client asks.')
    const polling = new Recording({ style: 'async', latency: 0, clients: 4, pause: 100 })
    expect(first(polling)).toBe('4 clients ask again 100 ms after each answer.')
  })

  it('tells that nobody asked', () => {
    const alone = new Recording({ style: 'callbacks', latency: 50 }).after(10).end()
    expect(texts(modelOf(alone))).toEqual([
      'Nobody asks: the program runs by itself; the database’s replies are held back for 50 ms.',
    ])
  })

  it('tells what happens at the same time by the lowest numbers', () => {
    const arrivals = narrate(modelOf(blockedRun(8))).filter(({ t }) => t === 2_000)
    expect(arrivals.map(({ requests }) => requests)).toEqual([[1], [2], [3], [4], [5], [6], [7], [8]])
  })

  it('leaves out waits that hardly count', () => {
    expect(texts(modelOf(callbacksRun(3))).slice(0, 3)).toEqual([
      '3 clients ask; the database’s replies are held back for 200 ms.',
      '2 ms: #1 … #3 (3 requests) arrive.',
      '3 ms: #1 waits 202 ms for find worldcup.matches {team}.',
    ])
    expect(texts(modelOf(callbacksRun(3)), 3)).toContain(
      '2 ms: #3 arrives and waits 2 ms for its turn: the loop is busy with #1, #2.',
    )
  })

  it('tells one request alone', () => {
    const sentences = narrate(modelOf(callbacksRun(8)), 3)
    expect(new Set(sentences.flatMap(({ requests }) => requests))).toEqual(new Set([3]))
    expect(sentences.at(-1)?.text).toBe('213 ms: #3 is answered after 211 ms.')
  })

  it('puts requests to which the same happens into one sentence', () => {
    const run = new Recording({ style: 'threads', clients: 4 })
    for (const n of [1, 2, 3, 4]) run.arrive(n)
    run.after(10).answer(1).answer(2)
    for (const n of [3, 4]) run.say(`client:${n}`, n, { kind: 'request-failed', why: 'timed out' })
    expect(texts(modelOf(run.end('limit'))).slice(1)).toEqual([
      '0 ms: #1 … #4 (4 requests) arrive and wait 10 ms for their turn: no one has read it yet.',
      '10 ms: #1 and #2 are answered after 10 ms.',
      '10 ms: #3 and #4 are given up: timed out.',
    ])
  })

  it('tells a status that is not 200, how the run failed, and what is missing', () => {
    const run = new Recording({ style: 'threads' }).arrive(1).after(5).answer(1, 1, 500)
    run.say('run', 0, { kind: 'dropped', count: 1204 })
    run.say('run', 0, { kind: 'run-end', reason: 'failed', threads: 1, message: 'find is not a function' })
    expect(texts(modelOf(run.events)).slice(2)).toEqual([
      '5 ms: #1 gets an error after 5 ms: status 500.',
      '5 ms: the run ended: find is not a function',
      '1,204 events didn’t fit and are missing here.',
    ])
  })
})

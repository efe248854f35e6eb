import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import { type Model, STATES } from '../../server/trace/model.ts'
import { ModelBuilder, modelOf } from '../../server/trace/model-builder.ts'
import { MIDDLE, stateOf, story } from './reading.ts'
import { numbers, Recording } from './recording.ts'
import { blockedRun, callbacksRun, greenletsRun, threadsRun } from './styles.ts'

const RUNS: [string, TraceEvent[]][] = [
  ['blocked', blockedRun(8)],
  ['callbacks', callbacksRun(8)],
  ['threads', threadsRun(8)],
  ['greenlets', greenletsRun(8)],
]

describe.each(RUNS)('any model: %s', (_name, events) => {
  const model = modelOf(events)

  it('accounts for every microsecond of every request', () => {
    expect(model.requests).toHaveLength(8)
    for (const { time, latency, spans } of model.requests) {
      expect(STATES.reduce((sum, state) => sum + time[state], 0)).toBe(latency)
      expect(spans.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(latency)
    }
  })

  it('has lanes in the order of the picture, without gaps inside a request or overlaps on a row', () => {
    const kinds = model.lanes.map(({ kind }) => kind)
    expect(kinds).toEqual([...kinds].sort((a, b) => order(a) - order(b)))
    for (const lane of model.lanes.filter(({ kind }) => kind !== 'mongo')) {
      for (const [index, span] of lane.spans.entries()) {
        expect(span.to).toBeGreaterThan(span.from)
        if (index > 0) expect(span.from).toBeGreaterThanOrEqual(lane.spans[index - 1]!.to)
      }
    }
  })

  it('is the same built event by event and all at once', () => {
    const builder = new ModelBuilder()
    for (const event of events) {
      builder.add([event])
      builder.model()
    }
    expect(data(builder.model())).toEqual(data(model))
  })

  it('knows at each moment what each open request does', () => {
    for (const t of [0, 2_500, MIDDLE, 203_000]) {
      const expected = numbers(8).flatMap((n) => {
        const state = stateOf(model, `client:${n}`, t)
        return state ? [{ request: n, state }] : []
      })
      expect(model.requestsAt(t).map(({ request, state }) => ({ request, state }))).toEqual(expected)
    }
  })
})

describe('a live model', () => {
  it('ends open spans now, and at the last event when the run is over', () => {
    const builder = new ModelBuilder()
    const run = new Recording({ style: 'callbacks' }).open('client:1', 'a').arrive(1).after(3)
    builder.add(run.poll(1).events)
    expect(builder.model().requests[0]?.latency).toBe(3000)
    expect(builder.model(9000).requests[0]?.latency).toBe(9000)
    expect(story(builder.model(9000), 'client:1')).toEqual(['turn #1 0-9'])
    builder.add(run.after(1).end('limit').slice(-1))
    expect(builder.model(9000).duration).toBe(4000)
  })

  it('keeps order when the clocks of two threads differ', () => {
    const run = new Recording({ style: 'threads' }).at(5).run(1, 1).at(4).block(1, 1, 'recv', 'recv').at(6)
    expect(story(modelOf(run.end()), 'thread:1')).toEqual(['answer #1 5-6'])
  })

  it('collects what was printed, marked and missing', () => {
    const run = new Recording({ style: 'threads' }).say('thread:1', 2, {
      kind: 'log',
      stream: 'out',
      text: 'hi',
    })
    run.say('thread:1', 0, { kind: 'mark', name: 'here' }).say('run', 0, { kind: 'dropped', count: 7 })
    const model = modelOf(run.end('failed'))
    expect(model.notes.map(({ kind, text, request }) => `${kind} ${text} #${request}`)).toEqual([
      'out hi #2',
      'mark here #0',
    ])
    expect(model).toMatchObject({ dropped: 7, end: { reason: 'failed' }, start: { style: 'threads' } })
  })
})

function order(kind: string): number {
  return ['client', 'cpu', 'thread', 'greenlet', 'mongo'].indexOf(kind)
}

function data({ requestsAt: _at, positionOf: _of, ...rest }: Model) {
  return rest
}

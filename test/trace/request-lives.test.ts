import { describe, expect, it } from 'vitest'
import { modelOf } from '../../server/trace/model-builder.ts'
import { MIDDLE, spanOf, stateOf, story } from './reading.ts'
import { numbers, Recording } from './recording.ts'
import { blockedRun, callbacksRun, threadsRun } from './styles.ts'

describe('clients', () => {
  it('wait for their turn in the blocked style while the CPU is idle', () => {
    const model = modelOf(blockedRun(8))
    expect(stateOf(model, 'cpu:0', MIDDLE)).toBe('idle')
    expect(stateOf(model, 'client:1', MIDDLE)).toBe('answer')
    for (const n of [2, 3, 4, 5, 6, 7, 8]) expect(stateOf(model, `client:${n}`, MIDDLE)).toBe('turn')
  })

  it('wait for an answer in the callback style', () => {
    const model = modelOf(callbacksRun(8))
    expect(stateOf(model, 'cpu:0', MIDDLE)).toBe('idle')
    for (const n of numbers(8)) expect(stateOf(model, `client:${n}`, MIDDLE)).toBe('answer')
  })

  it('are told whom the loop was busy with', () => {
    const model = modelOf(blockedRun(8))
    expect(spanOf(model, 'client:2', MIDDLE)?.why).toBe('the loop is busy with #1')
    expect(spanOf(model, 'client:8', MIDDLE)?.why).toBe('the loop is busy with #1 … #7')
  })

  it('are told who had the CPU', () => {
    expect(spanOf(modelOf(threadsRun(2)), 'client:2', 2_600)?.why).toBe('the CPU is taken by #1')
  })

  it('are told that nobody has read their request', () => {
    const model = modelOf(
      new Recording({ style: 'threads' }).open('client:1', 'client 1').arrive(1).after(5).end('limit'),
    )
    expect(spanOf(model, 'client:1', 1000)).toMatchObject({ state: 'turn', why: 'no one has read it yet' })
  })

  it('show their request from sending to answer', () => {
    expect(story(modelOf(callbacksRun(1)), 'client:1')).toEqual([
      'running #1 2-3',
      'answer #1 3-203',
      'running #1 203-204',
    ])
  })

  it('follow the request that the thread works for, not the one it began with', () => {
    const run = new Recording({ style: 'callbacks', clients: 2 }).open('client:1', 'a').open('client:2', 'b')
    run.arrive(1).arrive(2).run(1, 1).after(3).line(1, 2, 5).after(4).answer(1).answer(2)
    const model = modelOf(run.end())
    expect(story(model, 'client:1')).toEqual(['running #1 0-3', 'turn #1 3-7'])
    expect(story(model, 'client:2')).toEqual(['turn #2 0-3', 'running #2 3-7'])
    expect(story(model, 'cpu:0')).toEqual(['running #1 0-3', 'running #2 3-7'])
  })

  it('wait for an answer while their thread sleeps', () => {
    const run = new Recording({ style: 'threads' }).open('client:1', 'a').arrive(1).run(1, 1).after(1)
    run.block(1, 1, 'sleep', 'sleep 50 ms', 8).after(50).wake(1, 1, 'timer').run(1, 1).after(1).answer(1)
    const model = modelOf(run.end())
    expect(story(model, 'client:1')).toEqual(['running #1 0-1', 'answer #1 1-51', 'running #1 51-52'])
    expect(spanOf(model, 'client:1', 20_000)).toMatchObject({ why: 'sleep 50 ms', at: { line: 8 } })
  })

  it('wait for something to happen while the loop that has put them aside has nothing to do', () => {
    const run = new Recording({ style: 'callbacks', clients: 2 }).open('client:1', 'a').open('client:2', 'b')
    run.arrive(1).arrive(2).run(1, 1).after(1).line(1, 2, 5).after(1)
    run.block(1, 0, 'poll', 'poll (3 descriptors)', 8).after(50).wake(1, 0, 'client 2').run(1, 2).after(1)
    run.line(1, 1, 5).after(1).answer(1).answer(2)
    const model = modelOf(run.end())
    expect(story(model, 'client:1')).toEqual([
      'running #1 0-1',
      'turn #1 1-2',
      'answer #1 2-53',
      'running #1 53-54',
    ])
    expect(spanOf(model, 'client:2', 20_000)).toMatchObject({ state: 'answer', label: 'something to happen' })
  })

  it('wait for their turn as long as no loop has read them, though it has nothing to do', () => {
    const run = new Recording({ style: 'callbacks' }).open('client:1', 'a').arrive(1)
    run.block(1, 0, 'poll', 'poll (0 descriptors)', 8).after(5)
    expect(stateOf(modelOf(run.end('limit')), 'client:1', 1000)).toBe('turn')
  })

  it('wait for an answer during handshakes too', () => {
    const run = new Recording({ style: 'callbacks' })
      .open('client:1', 'a')
      .arrive(1)
      .query(1, 1, 1, true)
      .after(2)
    const model = modelOf(run.reply(1, 1).after(1).answer(1).end())
    expect(story(model, 'client:1')).toEqual(['answer #1 0-2', 'turn #1 2-3'])
    expect(model.lanes.find(({ kind }) => kind === 'mongo')?.spans[0]).toMatchObject({
      setup: true,
      why: 'handshake for #1',
    })
  })

  it('show several requests of one client in its one row', () => {
    const run = new Recording({ style: 'callbacks', requests: 2 }).open('client:1', 'a')
    run
      .arrive(1)
      .after(1)
      .answer(1)
      .after(1)
      .arrive(2, 1)
      .after(1)
      .say('client:1', 2, { kind: 'request-failed', why: 'cut off' })
    const model = modelOf(run.end())
    expect(story(model, 'client:1')).toEqual(['turn #1 0-1', 'turn #2 2-3'])
    expect(model.requests.map(({ outcome }) => outcome)).toEqual(['answered', 'failed'])
    expect(model.requests[1]?.why).toBe('cut off')
  })
})

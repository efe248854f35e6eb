import { describe, expect, it } from 'vitest'
import { modelOf } from '../../server/trace/model-builder.ts'
import { MIDDLE, spanOf, stateOf, story } from './reading.ts'
import { Recording } from './recording.ts'
import { callbacksRun, greenletsRun, threadsRun } from './styles.ts'

describe('threads', () => {
  it('wait for their turn until the CPU comes to them, and then for their answers together', () => {
    const model = modelOf(threadsRun(3))
    expect(story(model, 'thread:4')).toEqual([
      'turn #0 2.5-4.5',
      'running #3 4.5-5.5',
      'answer #3 5.5-202.5',
      'turn #3 202.5-204.5',
      'running #3 204.5-205.5',
    ])
    expect(spanOf(model, 'thread:4', 203_000)?.why).toBe('the CPU is taken by #1, #2')
  })

  it('that are new wait for their turn only while another one has the CPU', () => {
    const run = new Recording({ style: 'threads' }).run(1, 0).after(1).open('thread:2', 'thread 2').after(2)
    run.block(1, 0, 'accept', 'accept fd3').after(3).run(2, 1).after(1)
    const model = modelOf(run.block(2, 1, 'recv', 'recv').end())
    expect(story(model, 'thread:2')).toEqual(['turn #0 1-3', 'idle #0 3-6', 'running #1 6-7'])
    expect(spanOf(model, 'thread:2', 4000)?.label).toBe('starting')
  })

  it('that are new processes wait for no other one: they are being made', () => {
    const run = new Recording({ style: 'threads' }).run(1, 0).after(1).open('thread:2', 'process 2').after(2)
    const model = modelOf(run.say('thread:2', 0, { kind: 'run', core: 1 }).after(1).end())
    expect(story(model, 'thread:2')).toEqual(['idle #0 1-3', 'running #0 3-4'])
    expect(story(model, 'cpu:1')).toEqual(['running #0 3-4'])
  })

  it('wait for a lock, a queue or a condition as for an answer, and for nobody are idle', () => {
    const run = new Recording({ style: 'threads' }).arrive(1).run(1, 1).after(1)
    run.block(1, 1, 'lock', 'lock 1 (thread 2 has it)').after(2).wake(1, 1, 'thread 2').run(1, 1).after(1)
    run.block(1, 1, 'condition', 'condition 1').after(1).wake(1, 1, 'thread 2').run(1, 1).after(1)
    const model = modelOf(run.block(1, 0, 'queue', 'get from queue 1 (it is empty)').after(1).end())
    expect(story(model, 'thread:1')).toEqual([
      'running #1 0-1',
      'answer #1 1-3',
      'running #1 3-4',
      'answer #1 4-5',
      'running #1 5-6',
      'idle #0 6-7',
    ])
    expect(spanOf(model, 'client:1', 2000)).toMatchObject({
      state: 'answer',
      label: 'lock 1 (thread 2 has it)',
    })
  })

  it('that are woken before they ever ran wait for their turn', () => {
    const run = new Recording({ style: 'threads' }).open('thread:1', 'thread 1').after(1).wake(1, 0, 'start')
    expect(story(modelOf(run.after(1).run(1, 0).after(1).end()), 'thread:1')).toEqual([
      'idle #0 0-1',
      'turn #0 1-2',
      'running #0 2-3',
    ])
  })

  it('are idle while they accept, poll or join', () => {
    const run = new Recording({ style: 'threads' })
      .run(1, 0)
      .after(1)
      .block(1, 0, 'accept', 'accept fd3')
      .after(1)
    run.wake(1, 0, 'fd3').run(1, 0).block(1, 3, 'join', 'join thread 2').after(1).wake(1, 0, 'end').run(1, 0)
    const model = modelOf(run.block(1, 0, 'recv', 'recv fd4 (client)').after(1).end())
    expect(story(model, 'thread:1')).toEqual(['running #0 0-1', 'idle #0 1-2', 'idle #3 2-3', 'idle #0 3-4'])
  })

  it('give up the CPU when they are preempted', () => {
    const run = new Recording({ style: 'threads' }).run(1, 1).after(2).say('thread:1', 1, { kind: 'preempt' })
    const model = modelOf(run.run(2, 2).after(2).block(2, 2, 'recv', 'recv').run(1, 1).after(1).end())
    expect(story(model, 'thread:1')).toEqual(['running #1 0-2', 'turn #1 2-4', 'running #1 4-5'])
    expect(story(model, 'cpu:0')).toEqual(['running #1 0-2', 'running #2 2-4', 'running #1 4-5'])
    expect(spanOf(model, 'thread:1', 3000)?.why).toBe('the CPU is taken by #2')
  })

  it('leave the CPU idle when nobody can go on', () => {
    expect(story(modelOf(callbacksRun(1)), 'cpu:0')).toEqual([
      'running #0 0-1',
      'idle #0 1-2',
      'running #1 2-3',
      'idle #0 3-203',
      'running #1 203-204',
      'idle #0 204-205',
    ])
  })
})

describe('greenlets', () => {
  it('are parked with their request and run when their thread switches to them', () => {
    const model = modelOf(greenletsRun(2))
    expect(story(model, 'greenlet:3')).toEqual([
      'running #2 3-4',
      'answer #2 4-204',
      'turn #2 204-205',
      'running #2 205-206',
    ])
    expect(stateOf(model, 'greenlet:1', MIDDLE)).toBe('idle')
    expect(model.lanes.find(({ id }) => id === 'greenlet:3')).toMatchObject({
      of: 'thread:1',
      name: 'handler 2',
      to: 206_000,
    })
  })

  it('may be switched to before they are announced, and the main one is never announced', () => {
    const run = new Recording({ style: 'greenlets' })
      .open('thread:1', 'thread 1')
      .open('client:1', 'a')
      .arrive(1)
    const go = (from: number, to: number, request: number) => {
      const [a, b] = [`greenlet:${from}`, `greenlet:${to}`]
      run.say('thread:1', request, { kind: 'switch', from: a, to: b, how: 'switch', stacks: [[], []] })
    }
    run.run(1, 0).after(1).poll(1)
    go(0, 1, 0)
    run.open('greenlet:1', 'greenlet 1').after(1).line(1, 1, 12).after(1).query(1, 1)
    go(1, 0, 1)
    run.after(1).block(1, 0, 'poll', 'poll(2 fds)').after(5).reply(1, 1).wake(1, 0, 'fd7').run(1, 0)
    go(0, 1, 0)
    const model = modelOf(run.after(1).answer(1).say('greenlet:1', 1, { kind: 'lane-close' }).end())
    expect(story(model, 'greenlet:1')).toEqual([
      'running #0 1-2',
      'running #1 2-3',
      'answer #1 3-9',
      'running #1 9-10',
    ])
    expect(story(model, 'greenlet:0')).toEqual([
      'idle #0 1-3',
      'running #0 3-4',
      'idle #0 4-9',
      'idle #0 9-10',
    ])
    expect(model.lanes.map(({ name }) => name)).toEqual([
      'a',
      'core 0',
      'loop',
      'greenlet 0',
      'greenlet 1',
      'mongo 1',
    ])
  })
})

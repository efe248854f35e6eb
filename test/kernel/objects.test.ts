/** What threads share: locks, conditions, queues, counters. */
import { describe, expect, it } from 'vitest'
import type { Happening } from '../../server/kernel/events.ts'
import { type Answer, Machine, result } from './machine.ts'

const lock = { object: 'lock 1', permits: 1 }
const acquire = { op: 'acquire', ...lock } as const
const release = { op: 'release', ...lock, bounded: true } as const
const wait = { op: 'wait', object: 'condition 1', lock: 'lock 1' } as const
const notify = { op: 'notify', object: 'condition 1', lock: 'lock 1', count: 1 } as const
const take = { op: 'take', object: 'queue 1' } as const
const put = (value: unknown, limit = 0) => ({ op: 'put', object: 'queue 1', limit, value }) as const

/** A machine with so many threads that all can run. */
function machineWith(count: number): { machine: Machine; threads: number[] } {
  const machine = new Machine({ cores: count })
  return { machine, threads: Array.from({ length: count }, () => machine.thread()) }
}

/** Who was let go on, and what came of the call for which each waited. */
const woken = (machine: Machine): [thread: number, outcome: unknown][] =>
  machine.woken().map(([thread, completions]) => [thread, result(completions)])

const blocks = ({ events }: Machine) =>
  events.filter(
    (event): event is (typeof events)[number] & Happening & { kind: 'block' } => event.kind === 'block',
  )

describe('a lock', () => {
  it('goes to those who wait, in the order in which they came', () => {
    const { machine, threads } = machineWith(3)
    const [first = 0, second = 0, third = 0] = threads
    expect(result(machine.block(first, acquire))).toEqual({})
    expect(machine.block(second, acquire)).toBe('waits')
    expect(machine.block(third, acquire)).toBe('waits')
    machine.post(first, release)
    expect(woken(machine)).toEqual([[second, {}]])
    machine.post(second, release)
    expect(woken(machine)).toEqual([[third, {}]])
    expect(machine.block(first, acquire)).toBe('waits')
  })

  it('says who has it, where one waits for it, and who gives it', () => {
    const { machine, threads } = machineWith(2)
    const [first = 0, second = 0] = threads
    machine.block(first, acquire)
    machine.block(second, acquire)
    expect(blocks(machine)).toMatchObject([
      { lane: 'thread:2', reason: 'lock', what: 'lock 1 (thread 1 has it)', at: { line: 3 } },
    ])
    machine.post(first, release)
    expect(machine.events).toContainEqual({ lane: 'thread:2', request: 0, kind: 'wake', by: 'thread 1' })
  })

  it('is waited for no longer than was said, and goes to the next one then', () => {
    const { machine, threads } = machineWith(3)
    const [first = 0, second = 0, third = 0] = threads
    machine.block(first, acquire)
    expect(result(machine.block(second, { ...acquire, timeout: 0 }))).toBe('ETIMEDOUT')
    machine.block(second, { ...acquire, timeout: 2 })
    machine.block(third, acquire)
    machine.pass(2000)
    expect(woken(machine)).toEqual([[second, 'ETIMEDOUT']])
    machine.post(first, release)
    expect(woken(machine)).toEqual([[third, {}]])
  })

  it('that nobody has is not given back', () => {
    const { machine, threads } = machineWith(1)
    expect(result(machine.post(threads[0]!, release))).toBe('EPERM')
    expect(result(machine.post(threads[0]!, { ...release, bounded: false }))).toEqual({})
    expect(result(machine.post(threads[0]!, release))).toBe('EPERM')
  })

  it('stays with a thread that is over, but not with one that waited for it', () => {
    const { machine, threads } = machineWith(3)
    const [first = 0, second = 0, third = 0] = threads
    machine.block(first, acquire)
    machine.block(second, acquire)
    machine.kernel.exited(second)
    machine.block(third, acquire)
    machine.post(first, release)
    expect(woken(machine)).toEqual([[third, {}]])
    machine.kernel.exited(third)
    expect(machine.block(first, acquire)).toBe('waits')
    expect(blocks(machine).at(-1)).toMatchObject({ what: 'lock 1 (thread 3 has it)' })
  })

  it('with several permits has several owners', () => {
    const { machine, threads } = machineWith(3)
    const two = { ...acquire, object: 'semaphore 1', permits: 2 }
    for (const thread of threads.slice(0, 2)) expect(result(machine.block(thread, two))).toEqual({})
    machine.block(threads[2]!, two)
    expect(blocks(machine)).toMatchObject([{ what: 'semaphore 1 (thread 1, thread 2 have it)' }])
  })

  it('names each thread that has permits once', () => {
    const { machine, threads } = machineWith(3)
    const two = { op: 'acquire', object: 'semaphore 1', permits: 2 } as const
    machine.block(threads[0]!, two)
    machine.block(threads[0]!, two)
    machine.block(threads[1]!, two)
    machine.block(threads[2]!, { ...two, object: 'semaphore 2', permits: 0 })
    expect(blocks(machine)).toMatchObject([
      { what: 'semaphore 1 (thread 1 has it)' },
      { what: 'semaphore 2 (there is none)' },
    ])
  })

  it('is no queue: one name is one thing', () => {
    const { machine, threads } = machineWith(1)
    machine.block(threads[0]!, acquire)
    expect(result(machine.post(threads[0]!, { op: 'take', object: 'lock 1' }))).toBe('EINVAL')
    expect(result(machine.post(threads[0]!, { op: 'add', object: 'lock 1', amount: 1 }))).toBe('EINVAL')
  })
})

describe('a condition', () => {
  it('gives the lock back, and wakes those who have waited longest', () => {
    const { machine, threads } = machineWith(4)
    for (const thread of threads.slice(0, 3)) {
      machine.block(thread, acquire)
      expect(machine.block(thread, wait)).toBe('waits')
    }
    const last = threads[3]!
    expect(result(machine.block(last, acquire))).toEqual({})
    expect(result(machine.post(last, { ...notify, count: 2 }))).toEqual({ told: 2 })
    expect(woken(machine)).toEqual([
      [threads[0], {}],
      [threads[1], {}],
    ])
    expect(result(machine.post(last, { ...notify, count: 2 }))).toEqual({ told: 1 })
    expect(result(machine.post(last, notify))).toEqual({ told: 0 })
    expect(blocks(machine)[0]).toMatchObject({ reason: 'condition', what: 'condition 1' })
  })

  it('does not tell who has waited long enough', () => {
    const { machine, threads } = machineWith(3)
    const [first = 0, second = 0, third = 0] = threads
    machine.block(first, acquire)
    machine.block(first, { ...wait, timeout: 1 })
    machine.block(second, acquire)
    machine.block(second, wait)
    machine.pass(1000)
    expect(woken(machine)).toEqual([[first, 'ETIMEDOUT']])
    machine.block(third, acquire)
    expect(result(machine.post(third, notify))).toEqual({ told: 1 })
    expect(woken(machine)).toEqual([[second, {}]])
  })

  it('wants its lock held', () => {
    const { machine, threads } = machineWith(1)
    expect(result(machine.block(threads[0]!, wait))).toBe('EPERM')
    expect(result(machine.block(threads[0]!, notify))).toBe('EPERM')
  })
})

describe('a queue', () => {
  it('gives each value once, the first to who has waited longest', () => {
    const { machine, threads } = machineWith(3)
    const [first = 0, second = 0, third = 0] = threads
    machine.block(first, take)
    machine.block(second, take)
    machine.block(third, put({ n: 1 }))
    expect(woken(machine)).toEqual([[first, { value: { n: 1 } }]])
    machine.block(third, put(null))
    expect(woken(machine)).toEqual([[second, { value: null }]])
    expect(result(machine.post(third, { op: 'size', object: 'queue 1' }))).toEqual({ size: 0 })
  })

  it('lets who has a value for it wait for room', () => {
    const { machine, threads } = machineWith(2)
    const [first = 0, second = 0] = threads
    expect(result(machine.block(first, put(1, 1)))).toEqual({})
    machine.block(first, put(2, 1))
    expect(result(machine.block(second, take))).toEqual({ value: 1 })
    expect(woken(machine)).toEqual([[first, {}]])
    expect(result(machine.post(second, { op: 'size', object: 'queue 1' }))).toEqual({ size: 1 })
    expect(blocks(machine)).toMatchObject([{ reason: 'queue', what: 'put into queue 1 (it is full: 1)' }])
  })
})

describe('a counter', () => {
  it('adds in one go, and can be set', () => {
    const { machine, threads } = machineWith(2)
    const call = (thread: number, op: 'add' | 'store', number: number): Answer =>
      op === 'add'
        ? machine.post(thread, { op, object: 'counter 1', amount: number })
        : machine.post(thread, { op, object: 'counter 1', value: number })
    expect(result(call(threads[0]!, 'add', 2))).toEqual({ value: 2 })
    expect(result(call(threads[1]!, 'add', 0.5))).toEqual({ value: 2.5 })
    expect(result(call(threads[0]!, 'store', -1))).toEqual({ value: -1 })
    expect(result(call(threads[1]!, 'add', 1))).toEqual({ value: 0 })
    expect(result(call(threads[1]!, 'add', 3))).toEqual({ value: 3 })
  })
})

describe('what a thread leaves behind', () => {
  it('goes to whoever joins it, as long as they wait', () => {
    const machine = new Machine({ cores: 2 })
    const first = machine.thread()
    machine.post(first, { op: 'spawn', target: 'work', args: [] })
    machine.kernel.started(2)
    machine.effects()
    expect(result(machine.block(first, { op: 'join', thread: 2, timeout: 0 }))).toBe('ETIMEDOUT')
    machine.post(2, { op: 'leave', value: { found: [1] } })
    machine.block(first, { op: 'join', thread: 2 })
    machine.kernel.exited(2)
    expect(woken(machine)).toEqual([[first, { value: { found: [1] } }]])
  })
})

describe('what a guest leaves out', () => {
  it('is nothing, and breaks nothing', () => {
    const { machine, threads } = machineWith(1)
    const first = threads[0]!
    expect(result(machine.block(first, put(undefined)))).toEqual({})
    expect(result(machine.block(first, take))).toEqual({ value: undefined })
    expect(result(machine.post(first, { op: 'leave', value: undefined }))).toEqual({})
  })
})

import { describe, expect, it } from 'vitest'
import { bytes, Machine, result } from './machine.ts'

describe('waiting', () => {
  it('wakes everyone who polls when a watched descriptor is ready', () => {
    const machine = new Machine({ cores: 2 })
    const { thread: first, fd } = machine.server()
    const second = machine.thread()
    machine.post(first, { op: 'watch', fd, events: 1 })
    machine.block(first, { op: 'poll', timeout: -1 })
    machine.block(second, { op: 'poll', timeout: -1 })
    machine.kernel.incoming(80, 'client 1')
    expect(machine.woken().map(([thread, [completion]]) => [thread, completion])).toMatchObject([
      [first, { ok: { ready: [[fd, 1]] } }],
      [second, { ok: { ready: [[fd, 1]] } }],
    ])
  })

  it('ends a poll after its timeout, and forgets the timeout of one that was answered before', () => {
    const machine = new Machine()
    const { thread, fd } = machine.server()
    machine.post(thread, { op: 'watch', fd, events: 1 })
    machine.block(thread, { op: 'poll', timeout: 10 })
    machine.pass(9_999)
    expect(machine.woken()).toEqual([])
    machine.pass(1)
    expect(machine.woken()).toMatchObject([[thread, [{ ok: { ready: [] } }]]])
    machine.block(thread, { op: 'poll', timeout: 10 })
    machine.kernel.incoming(80, 'client 1')
    expect(machine.woken()).toHaveLength(1)
    expect(machine.kernel.nextDeadline).toBeUndefined()
  })

  it('lets sleepers go on in the order of their deadlines', () => {
    const machine = new Machine({ cores: 2 })
    const late = machine.thread()
    const early = machine.thread()
    machine.block(late, { op: 'sleep', ms: 2 })
    machine.block(early, { op: 'sleep', ms: 1 })
    expect(machine.kernel.nextDeadline).toBe(1000)
    machine.pass(5000)
    expect(machine.woken().map(([thread]) => thread)).toEqual([early, late])
    expect(result(machine.post(early, { op: 'sleep', ms: -1 }))).toBe('EINVAL')
  })

  it('says who waits for what, where, and what ended it', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.block(thread, { op: 'recv', fd, max: 1, nonblock: false })
    machine.kernel.received(network, bytes(1))
    expect(machine.events.slice(-4)).toMatchObject([
      { kind: 'block', reason: 'recv', fd, what: `recv fd${fd} (client 1)`, at: { line: 3, column: 5 } },
      { kind: 'bytes-received', bytes: 1, from: 'client 1' },
      { kind: 'wake', by: 'client 1' },
      { kind: 'run', core: 0 },
    ])
  })
})

describe('threads', () => {
  it('wakes who joins a thread when that thread is over, and at once if it is over already', () => {
    const machine = new Machine()
    const first = machine.thread()
    expect(result(machine.post(first, { op: 'spawn', target: 'work', args: [1] }))).toEqual({ thread: 2 })
    expect(machine.effects()).toEqual([{ kind: 'spawn', thread: 2, target: 'work', args: [1] }])
    machine.block(first, { op: 'join', thread: 2 })
    machine.kernel.started(2)
    expect(machine.woken()).toEqual([[2, []]])
    machine.kernel.exited(2)
    expect(machine.woken()).toMatchObject([[first, [{ ok: {} }]]])
    expect(result(machine.block(first, { op: 'join', thread: 2 }))).toEqual({})
    expect(result(machine.block(first, { op: 'join', thread: 9 }))).toBe('ECHILD')
  })

  it('runs one at a time on one core, the others ready in turn', () => {
    const machine = new Machine()
    const first = machine.thread()
    const second = machine.thread()
    const third = machine.thread()
    expect(machine.kernel.preempt(first)).toBe(true)
    expect(machine.woken()).toEqual([[second, []]])
    machine.block(second, { op: 'sleep', ms: 1 })
    expect(machine.woken()).toEqual([[third, []]])
    machine.kernel.exited(third)
    expect(machine.woken()).toEqual([[first, []]])
    expect(machine.kernel.preempt(first)).toBe(false)
  })

  it('keeps the completions of a thread that lost the CPU while it computed', () => {
    const machine = new Machine()
    const first = machine.thread()
    const second = machine.thread()
    machine.post(first, { op: 'sleep', ms: 1 })
    machine.kernel.preempt(first)
    machine.pass(1000)
    machine.kernel.exited(second)
    expect(machine.woken()).toEqual([
      [second, []],
      [first, []],
    ])
    expect(machine.post(first, { op: 'sleep', ms: 0 })).toHaveLength(2)
  })

  it('forgets the calls of a thread that is over', () => {
    const machine = new Machine()
    const thread = machine.thread()
    machine.block(thread, { op: 'sleep', ms: 1 })
    machine.kernel.exited(thread)
    expect(machine.kernel.nextDeadline).toBeUndefined()
    expect(machine.block(thread, { op: 'sleep', ms: 1 })).toBe('waits')
    expect(machine.effects()).toEqual([])
    expect(machine.kernel.threadsAlive).toBe(0)
  })
})

describe('limits', () => {
  const at = { file: 'program.ts', line: 3, column: 5 }

  it('ends a program that wants more threads than there may be, and says where', () => {
    const machine = new Machine({ threadLimit: 2 })
    const thread = machine.thread()
    machine.post(thread, { op: 'spawn', target: 'work', args: [] })
    machine.effects()
    expect(result(machine.post(thread, { op: 'spawn', target: 'work', args: [] }))).toBe('EAGAIN')
    const reason = 'thread limit: the program wanted more than 2 threads at once'
    expect(machine.effects()).toEqual([{ kind: 'kill', thread, reason, at }])
  })

  it('ends a program that wants more sockets than there may be', () => {
    const machine = new Machine()
    const thread = machine.thread()
    for (let port = 1; port <= 1024; port += 1) machine.post(thread, { op: 'listen', port })
    machine.effects()
    expect(result(machine.post(thread, { op: 'listen', port: 2000 }))).toBe('EMFILE')
    const reason = 'socket limit: the program wanted more than 1024 sockets at once'
    expect(machine.effects()).toEqual([{ kind: 'kill', thread, reason, at }])
  })

  it('refuses a call when 64 of the thread are under way', () => {
    const machine = new Machine()
    const thread = machine.thread()
    for (let made = 0; made < 64; made += 1) machine.post(thread, { op: 'sleep', ms: 1000 })
    expect(result(machine.post(thread, { op: 'sleep', ms: 1 }))).toBe('EAGAIN')
    expect(machine.kernel.nextDeadline).toBe(1_000_000)
  })

  it('answers EINVAL to arguments of the wrong kind', () => {
    const machine = new Machine()
    const thread = machine.thread()
    const wrong = [
      { op: 'listen', port: '80' },
      { op: 'listen' },
      { op: 'sleep', ms: Number.NaN },
      { op: 'accept', fd: 1.5, nonblock: true },
      { op: 'connect', host: 'x'.repeat(300), port: 1, nonblock: true },
      { op: 'spawn', target: 'work', args: nested(40) },
    ]
    for (const call of wrong) expect(result(machine.post(thread, call as never)), call.op).toBe('EINVAL')
    expect(machine.effects()).toEqual([])
    expect(result(machine.post(thread, { op: 'accept', fd: -1, nonblock: true }))).toBe('EBADF')
  })
})

function nested(levels: number): unknown {
  return levels === 0 ? 'deep' : [nested(levels - 1)]
}

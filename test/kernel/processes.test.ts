/** Processes: descriptors and a token for the CPU of their own. */
import { describe, expect, it } from 'vitest'
import { Cpu } from '../../server/kernel/cpu.ts'
import { fdOf, Machine, result } from './machine.ts'

/** A process that the thread has started, with these of its descriptors: the number of its first thread. */
function fork(machine: Machine, thread: number, fds: number[] = []): number {
  const { thread: made } = result(machine.post(thread, { op: 'fork', target: 'work', args: [], fds })) as {
    thread: number
  }
  machine.kernel.started(made)
  machine.effects()
  return made
}

const accept = { op: 'accept', nonblock: false } as const

describe('a process', () => {
  it('runs beside its parent, on another core, under a name of its own', () => {
    const machine = new Machine()
    const first = machine.thread()
    const second = fork(machine, first)
    expect(machine.events.filter(({ kind }) => kind !== 'lane-close')).toMatchObject([
      { kind: 'lane-open', name: 'thread 1' },
      { kind: 'run', core: 0 },
      { kind: 'lane-open', name: 'process 2', lane: 'thread:2' },
      { kind: 'run', core: 1, lane: 'thread:2' },
    ])
    expect(machine.kernel.processesMade).toBe(2)
    expect(machine.kernel.contends(first)).toBe(false)
    machine.post(second, { op: 'spawn', target: 'work', args: [] })
    machine.kernel.started(3)
    expect(machine.kernel.nameOf(3)).toBe('process 2, thread 3')
    expect(machine.kernel.contends(second)).toBe(true)
    expect(machine.kernel.contends(first)).toBe(false)
    expect(machine.kernel.preempt(first)).toBe(false)
  })

  it('has what it was given under the same number, and else nothing', () => {
    const machine = new Machine()
    const { thread, fd } = machine.server()
    const other = fdOf(machine.post(thread, { op: 'listen', port: 81 }))
    const child = fork(machine, thread, [fd])
    expect(result(machine.post(child, { ...accept, fd, nonblock: true }))).toBe('EAGAIN')
    expect(result(machine.post(child, { ...accept, fd: other, nonblock: true }))).toBe('EBADF')
    expect(fdOf(machine.post(child, { op: 'listen', port: 82 }))).toBe(other)
    expect(result(machine.post(child, { op: 'listen', port: 81 }))).toBe('EADDRINUSE')
    const bad = machine.post(thread, { op: 'fork', target: 'work', args: [], fds: [99] })
    expect(result(bad)).toBe('EBADF')
    const worse = machine.post(thread, { op: 'fork', target: 'work', args: [], fds: 'all' })
    expect(result(worse)).toBe('EINVAL')
  })

  it('accepts at the door of its parent, each caller once', () => {
    const machine = new Machine()
    const { thread, fd } = machine.server()
    const children = [fork(machine, thread, [fd]), fork(machine, thread, [fd])]
    for (const child of children) machine.block(child, { ...accept, fd })
    machine.kernel.incoming(80, 'client 1')
    machine.kernel.incoming(80, 'client 2')
    expect(machine.woken().map(([child, [completion]]) => [child, completion])).toMatchObject([
      [children[0], { ok: { peer: 'client 1' } }],
      [children[1], { ok: { peer: 'client 2' } }],
    ])
  })

  it('leaves a door open that others have, and closes it with the last of them', () => {
    const machine = new Machine()
    const { thread, fd } = machine.server()
    const child = fork(machine, thread, [fd])
    machine.block(child, { ...accept, fd })
    machine.post(thread, { op: 'close', fd })
    expect(result(machine.post(thread, { ...accept, fd, nonblock: true }))).toBe('EBADF')
    machine.kernel.incoming(80, 'client 1')
    expect(machine.woken()).toHaveLength(1)
    expect(machine.kernel.incoming(80, 'client 2')).toBeDefined()
    machine.effects()
    machine.kernel.exited(child)
    expect(machine.effects().map(({ kind }) => kind)).toEqual(['close', 'close'])
    expect(machine.kernel.incoming(80, 'client 3')).toBeUndefined()
  })

  it('is over with its last thread', () => {
    const machine = new Machine()
    const child = fork(machine, machine.thread())
    machine.post(child, { op: 'listen', port: 80 })
    machine.post(child, { op: 'spawn', target: 'work', args: [] })
    machine.kernel.started(3)
    machine.kernel.exited(child)
    expect(machine.kernel.incoming(80, 'client 1')).toBeDefined()
    machine.kernel.exited(3)
    expect(machine.kernel.incoming(80, 'client 2')).toBeUndefined()
  })
})

describe('the CPU', () => {
  it('gives each process one core, as long as there are cores', () => {
    const cpu = new Cpu(1, 2)
    expect([cpu.acquire(1, 1), cpu.acquire(2, 1), cpu.acquire(3, 2), cpu.acquire(4, 3)]).toEqual([
      0,
      undefined,
      1,
      undefined,
    ])
    expect([1, 3].map((thread) => cpu.contends(thread))).toEqual([true, true])
    expect(cpu.release(3)).toEqual({ thread: 4, core: 1 })
    expect(cpu.contends(4)).toBe(false)
    expect(cpu.release(1)).toEqual({ thread: 2, core: 0 })
    expect(cpu.release(2)).toBeUndefined()
  })

  it('takes a thread that waits out of the queue when it is over', () => {
    const cpu = new Cpu()
    cpu.acquire(1, 1)
    cpu.acquire(2, 1)
    expect(cpu.release(2)).toBeUndefined()
    expect(cpu.release(1)).toBeUndefined()
    expect(cpu.acquire(3, 1)).toBe(0)
  })

  it('lets as many threads of a process run at once as there are tokens', () => {
    const cpu = new Cpu(2, 4)
    expect([cpu.acquire(1, 1), cpu.acquire(2, 1), cpu.acquire(3, 1)]).toEqual([0, 1, undefined])
  })

  it('puts a process on its own core again, if that is free', () => {
    const cpu = new Cpu(1, 4)
    expect(cpu.acquire(7, 3)).toBe(2)
    cpu.release(7)
    expect([cpu.acquire(8, 7), cpu.acquire(7, 3)]).toEqual([2, 0])
  })
})

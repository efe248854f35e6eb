import { describe, expect, it } from 'vitest'
import { WINDOW } from '../../server/kernel/connection.ts'
import { bytes, fdOf, Machine, result } from './machine.ts'

/** A thread with both ends of a socketpair. */
function pair(machine = new Machine()) {
  const thread = machine.thread()
  const { fds } = result(machine.post(thread, { op: 'socketpair' })) as { fds: [number, number] }
  return { machine, thread, one: fds[0], other: fds[1] }
}

const recv = (fd: number, max = 100) => ({ op: 'recv', fd, max, nonblock: true }) as const
const send = (fd: number) => ({ op: 'send', fd, nonblock: true }) as const
const poll = { op: 'poll', timeout: 0 } as const

describe('a socketpair', () => {
  it('carries bytes both ways, and the network hears nothing of it', () => {
    const { machine, thread, one, other } = pair()
    machine.post(thread, send(one), bytes(3))
    machine.post(thread, send(other), bytes(2))
    expect(machine.post(thread, recv(other))).toMatchObject([{ ok: { bytes: 3 }, data: bytes(3) }])
    expect(machine.post(thread, recv(one))).toMatchObject([{ ok: { bytes: 2 }, data: bytes(2) }])
    expect(machine.effects()).toEqual([])
  })

  it('wakes who waits at the other end, and says who did it', () => {
    const { machine, thread, one, other } = pair(new Machine({ cores: 2 }))
    const reader = machine.thread()
    expect(machine.block(reader, { op: 'recv', fd: other, max: 9, nonblock: false })).toBe('waits')
    expect(machine.events.at(-1)).toMatchObject({ kind: 'block', what: `recv fd${other} (fd${one})` })
    machine.post(thread, send(one), bytes(1))
    expect(machine.woken()).toMatchObject([[reader, [{ ok: { bytes: 1 } }]]])
    expect(machine.events).toContainEqual(expect.objectContaining({ kind: 'wake', by: `fd${one}` }))
  })

  it('is writable until the window is full of what the other end has not read', () => {
    const { machine, thread, one, other } = pair()
    machine.post(thread, { op: 'watch', fd: one, events: 4 })
    expect(result(machine.post(thread, poll))).toEqual({ ready: [[one, 4]] })
    expect(result(machine.post(thread, send(one), bytes(WINDOW)))).toEqual({ sent: WINDOW })
    expect(result(machine.post(thread, poll))).toEqual({ ready: [] })
    expect(result(machine.post(thread, send(one), bytes(1)))).toBe('EAGAIN')
    expect(machine.block(thread, { op: 'poll', timeout: 5 })).toBe('waits')
    machine.pass(5000)
    machine.post(thread, recv(other, 10))
    expect(result(machine.post(thread, poll))).toEqual({ ready: [[one, 4]] })
    expect(result(machine.post(thread, send(one), bytes(30)))).toEqual({ sent: 10 })
  })

  it('lets a sender go on that waits for room, each byte once, and the reader that waits for those', () => {
    const { machine, thread, one, other } = pair(new Machine({ cores: 3 }))
    const sender = machine.thread()
    const reader = machine.thread()
    machine.post(thread, send(one), bytes(WINDOW))
    expect(machine.block(sender, { op: 'send', fd: one, nonblock: false }, bytes(5))).toBe('waits')
    machine.post(thread, recv(other, WINDOW))
    expect(machine.woken()).toMatchObject([[sender, [{ ok: { sent: 5 } }]]])
    machine.post(thread, recv(other))
    machine.block(reader, { op: 'recv', fd: other, max: 9, nonblock: false })
    machine.post(thread, send(one), bytes(4))
    expect(machine.woken()).toMatchObject([[reader, [{ ok: { bytes: 4 } }]]])
    expect(result(machine.post(thread, recv(other)))).toBe('EAGAIN')
  })

  it('ends after what was sent when the other end closes, and takes nothing more', () => {
    const { machine, thread, one, other } = pair()
    machine.post(thread, send(one), bytes(2))
    machine.post(thread, { op: 'close', fd: one })
    expect(result(machine.post(thread, send(other), bytes(1)))).toBe('EPIPE')
    expect(result(machine.post(thread, recv(other)))).toMatchObject({ bytes: 2 })
    expect(result(machine.post(thread, recv(other)))).toMatchObject({ bytes: 0 })
    expect(machine.effects()).toEqual([])
  })

  it('is reset when the other end closes without having read all', () => {
    const { machine, thread, one, other } = pair()
    machine.post(thread, send(one), bytes(2))
    machine.post(thread, { op: 'watch', fd: one, events: 1 })
    machine.post(thread, { op: 'close', fd: other })
    expect(result(machine.post(thread, poll))).toEqual({ ready: [[one, 1 | 8]] })
    expect(result(machine.post(thread, recv(one)))).toBe('ECONNRESET')
    expect(result(machine.post(thread, send(one), bytes(1)))).toBe('ECONNRESET')
  })

  it('still receives at the end that has shut down, and ends at the other one', () => {
    const { machine, thread, one, other } = pair()
    machine.post(thread, { op: 'shutdown', fd: one })
    expect(result(machine.post(thread, recv(other)))).toMatchObject({ bytes: 0 })
    machine.post(thread, send(other), bytes(3))
    expect(result(machine.post(thread, recv(one)))).toMatchObject({ bytes: 3 })
  })

  it('hands on whose request the bytes belong to', () => {
    const { machine, thread, one, other } = pair()
    machine.kernel.enter(thread, {
      submissions: [{ id: 90, ...send(one) }],
      payloads: [bytes(1)],
      wait: 0,
      request: 7,
      heap: 0,
    })
    expect(result(machine.post(thread, recv(other)))).toMatchObject({ request: 7 })
  })
})

describe('localhost', () => {
  const connect = { op: 'connect', host: 'localhost', port: 80, nonblock: false } as const

  it('reaches a listener of the same run inside the kernel, at once', () => {
    const machine = new Machine()
    const { thread, fd: listener } = machine.server()
    const fd = fdOf(machine.block(thread, connect))
    machine.post(thread, send(fd), bytes(4))
    const accepted = fdOf(machine.post(thread, { op: 'accept', fd: listener, nonblock: true }))
    expect(result(machine.post(thread, recv(accepted)))).toMatchObject({ bytes: 4 })
    expect(machine.effects()).toEqual([])
    expect(machine.events).toContainEqual(
      expect.objectContaining({ kind: 'bytes-sent', fd, to: 'localhost:80' }),
    )
  })

  it('wakes the thread that accepts', () => {
    const machine = new Machine({ cores: 2 })
    const { thread, fd } = machine.server()
    const client = machine.thread()
    machine.block(thread, { op: 'accept', fd, nonblock: false })
    machine.post(client, { ...connect, nonblock: true })
    expect(machine.woken()).toMatchObject([[thread, [{ ok: { peer: 'localhost' } }]]])
  })

  it('is refused if nobody listens, also where the outcome shows as readiness', () => {
    const machine = new Machine()
    const thread = machine.thread()
    expect(result(machine.block(thread, connect))).toBe('ECONNREFUSED')
    const fd = fdOf(machine.post(thread, { ...connect, nonblock: true }))
    machine.post(thread, { op: 'watch', fd, events: 4 })
    expect(result(machine.post(thread, poll))).toEqual({ ready: [[fd, 4 | 8]] })
    expect(machine.effects()).toEqual([])
  })

  it('is refused where too many wait to be accepted, be they still there or not', () => {
    const machine = new Machine()
    const { thread } = machine.server()
    for (let n = 0; n < 1024; n += 1) {
      machine.post(thread, { op: 'close', fd: fdOf(machine.block(thread, connect)) })
    }
    expect(result(machine.block(thread, connect))).toBe('ECONNREFUSED')
  })

  it('loses who was not accepted yet when it stops listening', () => {
    const machine = new Machine()
    const { thread, fd: listener } = machine.server()
    const fd = fdOf(machine.block(thread, connect))
    machine.post(thread, { op: 'close', fd: listener })
    expect(result(machine.post(thread, recv(fd)))).toMatchObject({ bytes: 0 })
    expect(machine.effects()).toEqual([])
  })
})

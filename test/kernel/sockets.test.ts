import { describe, expect, it } from 'vitest'
import { WINDOW } from '../../server/kernel/connection.ts'
import { bytes, fdOf, Machine, result } from './machine.ts'

describe('sockets', () => {
  it('wakes one of two threads that accept for each connection, in the order in which they came', () => {
    const machine = new Machine({ cores: 2 })
    const { thread: first, fd } = machine.server()
    const second = machine.thread()
    expect(machine.block(first, { op: 'accept', fd, nonblock: false })).toBe('waits')
    expect(machine.block(second, { op: 'accept', fd, nonblock: false })).toBe('waits')
    machine.kernel.incoming(80, 'client 1')
    expect(machine.woken().map(([thread]) => thread)).toEqual([first])
    machine.kernel.incoming(80, 'client 2')
    expect(machine.woken().map(([thread]) => thread)).toEqual([second])
  })

  it('answers EAGAIN to a call that may not wait', () => {
    const machine = new Machine()
    const { thread, listener, fd } = machine.connection()
    expect(result(machine.post(thread, { op: 'accept', fd: listener, nonblock: true }))).toBe('EAGAIN')
    expect(result(machine.post(thread, { op: 'recv', fd, max: 10, nonblock: true }))).toBe('EAGAIN')
  })

  it('hands over what has arrived, at most as much as was asked for, with its request, and says if there is more', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.kernel.requestArrives(network, 3)
    machine.kernel.received(network, bytes(5))
    machine.kernel.received(network, bytes(5))
    expect(machine.post(thread, { op: 'recv', fd, max: 7, nonblock: true })).toMatchObject([
      { ok: { bytes: 7, request: 3, more: true }, data: bytes(7) },
    ])
    expect(result(machine.post(thread, { op: 'recv', fd, max: 7, nonblock: true }))).toEqual({
      bytes: 3,
      request: 3,
      more: false,
    })
  })

  it('never hands over more than 64 KiB at once', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.kernel.received(network, bytes(200_000))
    expect(result(machine.post(thread, { op: 'recv', fd, max: 1e9, nonblock: true }))).toMatchObject({
      bytes: 65_536,
    })
  })

  it('gives what came before the end, and then nothing', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.kernel.received(network, bytes(2))
    machine.kernel.ended(network)
    expect(result(machine.block(thread, { op: 'recv', fd, max: 9, nonblock: false }))).toMatchObject({
      bytes: 2,
    })
    expect(result(machine.block(thread, { op: 'recv', fd, max: 9, nonblock: false }))).toMatchObject({
      bytes: 0,
    })
    expect(result(machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(4)))).toEqual({ sent: 4 })
  })

  it('asks the network to hold back what nobody reads, and to go on once there is room', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    expect(machine.kernel.received(network, bytes(WINDOW - 1))).toBe(true)
    expect(machine.kernel.received(network, bytes(1))).toBe(false)
    machine.effects()
    machine.post(thread, { op: 'recv', fd, max: 10, nonblock: true })
    expect(machine.effects()).toEqual([{ kind: 'resume', connection: network }])
  })

  it('completes a send that is larger than the window when all of it has left', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(WINDOW - 10))
    expect(machine.block(thread, { op: 'send', fd, nonblock: false }, bytes(30))).toBe('waits')
    machine.kernel.drained(network, 15)
    expect(machine.woken()).toEqual([])
    machine.kernel.drained(network, 100)
    expect(machine.woken()).toMatchObject([[thread, [{ ok: { sent: 30 } }]]])
  })

  it('takes what fits of a send that may not wait', () => {
    const machine = new Machine()
    const { thread, fd } = machine.connection()
    machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(WINDOW - 10))
    expect(result(machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(30)))).toEqual({ sent: 10 })
    expect(result(machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(30)))).toBe('EAGAIN')
  })

  it('sends no more after shutdown, and still receives', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.post(thread, { op: 'shutdown', fd })
    expect(machine.effects()).toContainEqual({ kind: 'shutdown', connection: network })
    expect(result(machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(1)))).toBe('EPIPE')
    machine.kernel.received(network, bytes(1))
    expect(result(machine.post(thread, { op: 'recv', fd, max: 1, nonblock: true }))).toMatchObject({
      bytes: 1,
    })
  })

  it('fails whoever waits for a descriptor that is closed, and every later call on it', () => {
    const machine = new Machine({ cores: 2 })
    const { thread: reader, fd, network } = machine.connection()
    const closer = machine.thread()
    machine.block(reader, { op: 'recv', fd, max: 1, nonblock: false })
    expect(result(machine.post(closer, { op: 'close', fd }))).toEqual({})
    const effects = machine.effects()
    expect(effects).toContainEqual({ kind: 'close', connection: network })
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'run', completions: [expect.objectContaining({ err: 'EBADF' })] }),
    )
    expect(result(machine.post(closer, { op: 'recv', fd, max: 1, nonblock: true }))).toBe('EBADF')
    machine.kernel.received(network, bytes(3))
    expect(machine.effects()).toEqual([])
  })

  it('sends away who was not accepted yet when it stops listening', () => {
    const machine = new Machine()
    const { thread, fd } = machine.server()
    const waiting = machine.kernel.incoming(80, 'client 1')
    machine.post(thread, { op: 'close', fd })
    expect(machine.effects()).toEqual([{ kind: 'close', connection: waiting }])
    expect(machine.kernel.incoming(80, 'client 2')).toBeUndefined()
  })

  it('refuses a second listener on a port, ports that do not exist, and descriptors that nobody opened', () => {
    const machine = new Machine()
    const { thread, fd } = machine.server()
    expect(result(machine.post(thread, { op: 'listen', port: 80 }))).toBe('EADDRINUSE')
    expect(result(machine.post(thread, { op: 'listen', port: 0 }))).toBe('EINVAL')
    expect(result(machine.post(thread, { op: 'listen', port: 65_536 }))).toBe('EINVAL')
    for (const stranger of [0, 1, 2, fd + 1, 1e6]) {
      expect(result(machine.post(thread, { op: 'accept', fd: stranger, nonblock: true }))).toBe('EBADF')
      expect(result(machine.post(thread, { op: 'send', fd: stranger, nonblock: true }, bytes(1)))).toBe(
        'EBADF',
      )
      expect(result(machine.post(thread, { op: 'watch', fd: stranger, events: 1 }))).toBe('EBADF')
    }
    expect(result(machine.post(thread, { op: 'recv', fd, max: 1, nonblock: true }))).toBe('ENOTCONN')
  })

  it('gives the lowest free number to what is opened', () => {
    const machine = new Machine()
    const { thread, fd } = machine.connection()
    machine.post(thread, { op: 'close', fd })
    expect(fdOf(machine.post(thread, { op: 'connect', host: 'mongodb', port: 1, nonblock: true }))).toBe(fd)
  })
})

describe('connect', () => {
  const call = { op: 'connect', host: 'mongodb', port: 27017, nonblock: false } as const

  it('waits until the connection is there, and knows it by its name from then on', () => {
    const machine = new Machine()
    const thread = machine.thread()
    expect(machine.block(thread, call)).toBe('waits')
    const [effect] = machine.effects()
    expect(effect).toMatchObject({ kind: 'connect', host: 'mongodb', port: 27017 })
    machine.kernel.established((effect as { connection: number }).connection, 'connection 1')
    expect(machine.woken()).toMatchObject([[thread, [{ ok: { fd: 3 } }]]])
    machine.block(thread, { op: 'recv', fd: 3, max: 1, nonblock: false })
    expect(machine.events.at(-1)).toMatchObject({ kind: 'block', what: 'recv fd3 (connection 1)' })
  })

  it('fails if it is refused, and gives the descriptor back', () => {
    const machine = new Machine()
    const thread = machine.thread()
    machine.block(thread, call)
    const [effect] = machine.effects()
    machine.kernel.failed((effect as { connection: number }).connection, 'ECONNREFUSED')
    expect(machine.woken()).toMatchObject([[thread, [{ err: 'ECONNREFUSED' }]]])
    expect(result(machine.post(thread, { op: 'close', fd: 3 }))).toBe('EBADF')
  })

  it('shows the outcome as readiness if it may not wait', () => {
    const machine = new Machine()
    const thread = machine.thread()
    const fd = fdOf(machine.post(thread, { ...call, nonblock: true }))
    machine.post(thread, { op: 'watch', fd, events: 4 })
    const [effect] = machine.effects()
    expect(machine.block(thread, { op: 'poll', timeout: -1 })).toBe('waits')
    machine.kernel.failed((effect as { connection: number }).connection, 'ECONNREFUSED')
    const [woken] = machine.woken()
    expect(woken?.[1]).toMatchObject([{ ok: { ready: [[fd, 4 | 8]] } }])
    expect(result(machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(1)))).toBe('ECONNREFUSED')
  })
})

it('lets no program listen on one port after the other', () => {
  const machine = new Machine()
  const thread = machine.thread()
  const listen = (port: number) => fdOf(machine.post(thread, { op: 'listen', port }))
  for (let port = 1; port <= 1024; port += 1) machine.post(thread, { op: 'close', fd: listen(port) })
  machine.post(thread, { op: 'close', fd: listen(1) })
  machine.effects()
  listen(1025)
  const reason = 'port limit: the program listened on more than 1024 ports'
  expect(machine.effects()).toMatchObject([{ kind: 'kill', thread, reason }])
})

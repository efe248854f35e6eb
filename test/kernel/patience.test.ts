import { describe, expect, it } from 'vitest'
import { WINDOW } from '../../server/kernel/connection.ts'
import { bytes, Machine, result } from './machine.ts'

describe('a call with a timeout', () => {
  it('fails with ETIMEDOUT when it has waited so long', () => {
    const machine = new Machine()
    const { thread, listener, fd } = machine.connection()
    for (const call of [
      { op: 'recv', fd, max: 1, nonblock: false, timeout: 20 },
      { op: 'accept', fd: listener, nonblock: false, timeout: 20 },
      { op: 'connect', host: 'mongodb', port: 27017, nonblock: false, timeout: 20 },
    ] as const) {
      expect(machine.block(thread, call)).toBe('waits')
      machine.pass(19_999)
      expect(machine.woken()).toEqual([])
      machine.pass(1)
      expect(machine.woken()).toMatchObject([[thread, [{ err: 'ETIMEDOUT' }]]])
    }
  })

  it('forgets the clock when what it waits for comes before', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.block(thread, { op: 'recv', fd, max: 9, nonblock: false, timeout: 20 })
    machine.kernel.received(network, bytes(2))
    expect(machine.woken()).toMatchObject([[thread, [{ ok: { bytes: 2 } }]]])
    expect(machine.kernel.nextDeadline).toBeUndefined()
  })

  it('waits for ever below 0', () => {
    const machine = new Machine()
    const { thread, fd } = machine.connection()
    machine.block(thread, { op: 'recv', fd, max: 9, nonblock: false, timeout: -1 })
    expect(machine.kernel.nextDeadline).toBeUndefined()
  })

  it('gives the descriptor back when a connection takes too long', () => {
    const machine = new Machine()
    const thread = machine.thread()
    machine.block(thread, { op: 'connect', host: 'mongodb', port: 1, nonblock: false, timeout: 1 })
    machine.pass(1000)
    expect(machine.effects()).toContainEqual({ kind: 'close', connection: 1 })
    expect(result(machine.post(thread, { op: 'close', fd: 3 }))).toBe('EBADF')
  })

  it('says of a send how much has left, if anything', () => {
    const machine = new Machine()
    const { thread, fd, network } = machine.connection()
    machine.post(thread, { op: 'send', fd, nonblock: true }, bytes(WINDOW - 10))
    machine.block(thread, { op: 'send', fd, nonblock: false, timeout: 5 }, bytes(30))
    machine.pass(5000)
    expect(machine.woken()).toMatchObject([[thread, [{ ok: { sent: 10 } }]]])
    machine.block(thread, { op: 'send', fd, nonblock: false, timeout: 5 }, bytes(30))
    machine.pass(5000)
    expect(machine.woken()).toMatchObject([[thread, [{ err: 'ETIMEDOUT' }]]])
    machine.kernel.drained(network, 1)
    expect(machine.effects()).toEqual([])
  })

  it('refuses a timeout that is no number', () => {
    const machine = new Machine()
    const { thread, fd } = machine.connection()
    const timeout = 'soon' as unknown as number
    expect(result(machine.block(thread, { op: 'recv', fd, max: 1, nonblock: false, timeout }))).toBe('EINVAL')
  })
})

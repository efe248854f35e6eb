/** The connections of a process by their number, open or not yet, and who waits for one to come about. */
import { Connection } from './connection.ts'
import type { PendingCall } from './thread.ts'

export class Connections {
  readonly #byId = new Map<number, Connection>()
  readonly #waiters = new Map<Connection, PendingCall>()
  #last = 0

  /** A new connection; `waiter` is the call that asked for it, if it was a guest's. */
  make(peer: string, waiter?: PendingCall): Connection {
    this.#last += 1
    const connection = new Connection(this.#last, peer)
    this.#byId.set(connection.id, connection)
    if (waiter) this.#waiters.set(connection, waiter)
    return connection
  }

  get(id: number): Connection | undefined {
    return this.#byId.get(id)
  }

  forget(connection: Connection): void {
    this.#byId.delete(connection.id)
    this.#waiters.delete(connection)
  }

  /** The call that asked for the connection, once, as soon as there is an outcome. */
  takeWaiter(connection: Connection): PendingCall | undefined {
    const waiter = this.#waiters.get(connection)
    if (connection.state === 'connecting') return undefined
    this.#waiters.delete(connection)
    return waiter
  }
}

/** What a process may name by number: its listening sockets and its connections, and which of them it polls. */
import type { Connection } from './connection.ts'
import { ERROR, READ, WRITE } from './syscalls.ts'
import type { PendingCall } from './thread.ts'

/** An open descriptor, with the calls that wait for it. */
export type Descriptor = { fd: number; waiting: PendingCall[] } & (
  | { kind: 'listener'; port: number; backlog: Connection[] }
  | { kind: 'stream'; connection: Connection }
)

/** The part of a descriptor that says what it is. */
export type Opened =
  | { kind: 'listener'; port: number; backlog: Connection[] }
  | { kind: 'stream'; connection: Connection }

/** The first descriptor handed out; 0 to 2 mean the console to everybody. */
const FIRST = 3

export class Descriptors {
  readonly #open = new Map<number, Descriptor>()
  readonly #watched = new Map<number, number>()
  /** How many may be open at once. */
  readonly limit: number

  constructor(limit = 1024) {
    this.limit = limit
  }

  /** Gives the lowest free number to something opened, or undefined when there are too many. */
  add(opened: Opened): Descriptor | undefined {
    if (this.#open.size >= this.limit) return undefined
    let fd = FIRST
    while (this.#open.has(fd)) fd += 1
    const descriptor: Descriptor = { ...opened, fd, waiting: [] }
    this.#open.set(fd, descriptor)
    return descriptor
  }

  /** Has what another process has open, too, under its number. */
  share(open: Descriptor): void {
    this.#open.set(open.fd, open)
  }

  get(fd: number): Descriptor | undefined {
    return this.#open.get(fd)
  }

  remove(fd: number): void {
    this.#open.delete(fd)
    this.#watched.delete(fd)
  }

  /** Everything that is open; nothing is any more. */
  takeAll(): Descriptor[] {
    const all = [...this.#open.values()]
    for (const { fd } of all) this.remove(fd)
    return all
  }

  listenerOn(port: number): Descriptor | undefined {
    return [...this.#open.values()].find((open) => open.kind === 'listener' && open.port === port)
  }

  withConnection(connection: Connection): Descriptor | undefined {
    for (const open of this.#open.values()) {
      if (open.kind === 'stream' && open.connection === connection) return open
    }
    return undefined
  }

  /** Sets which events of a descriptor `ready` tells about, and answers those before; 0 forgets it. */
  watch(fd: number, events: number): number {
    const before = this.#watched.get(fd) ?? 0
    if (events === 0) this.#watched.delete(fd)
    else this.#watched.set(fd, events)
    return before
  }

  get watchedCount(): number {
    return this.#watched.size
  }

  /** The watched descriptors that are ready, with what they're ready for. Errors are always told. */
  ready(): [fd: number, events: number][] {
    const ready: [number, number][] = []
    for (const [fd, wanted] of this.#watched) {
      const events = readiness(this.#open.get(fd)) & (wanted | ERROR)
      if (events !== 0) ready.push([fd, events])
    }
    return ready
  }
}

function readiness(open: Descriptor | undefined): number {
  if (!open) return 0
  if (open.kind === 'listener') return open.backlog.length > 0 ? READ : 0
  const { connection } = open
  return (
    (connection.readable ? READ : 0) |
    (connection.writable ? WRITE : 0) |
    (connection.state === 'failed' ? ERROR : 0)
  )
}

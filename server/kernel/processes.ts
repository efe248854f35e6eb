/**
 * Processes: each has a descriptor table and a token for the CPU of its own. What one gives to another when it
 * starts it is open in both, under the same number, until both have closed it.
 */
import type { Connection } from './connection.ts'
import { type Descriptor, Descriptors } from './descriptors.ts'

/** A process as the kernel knows it. */
export interface Process {
  readonly id: number
  readonly descriptors: Descriptors
  /** Threads it has had, and how many of them aren't over. */
  threads: number
  alive: number
}

export class Processes {
  /** Ports on which one of them listens or has listened: the network keeps each of them. */
  readonly ports = new Set<number>()
  readonly #all: Process[] = []

  /** A new process; `fds` names what it gets of its parent's descriptors. Undefined if one of them isn't open. */
  make(parent?: Process, fds: readonly number[] = []): Process | undefined {
    const given = fds.map((fd) => parent?.descriptors.get(fd))
    if (given.includes(undefined)) return undefined
    const process = { id: this.#all.length + 1, descriptors: new Descriptors(), threads: 0, alive: 0 }
    for (const open of given) process.descriptors.share(open!)
    this.#all.push(process)
    return process
  }

  /** How many there have been. */
  get made(): number {
    return this.#all.length
  }

  /** Whether any process still has this open. */
  holds(open: Descriptor): boolean {
    return this.#all.some(({ descriptors }) => descriptors.get(open.fd) === open)
  }

  listenerOn(port: number): Descriptor | undefined {
    return first(this.#all, ({ descriptors }) => descriptors.listenerOn(port))
  }

  withConnection(connection: Connection): Descriptor | undefined {
    return first(this.#all, ({ descriptors }) => descriptors.withConnection(connection))
  }
}

function first<T>(all: readonly Process[], find: (process: Process) => T | undefined): T | undefined {
  for (const process of all) {
    const found = find(process)
    if (found !== undefined) return found
  }
  return undefined
}

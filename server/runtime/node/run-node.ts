/** The node runtime: the demo server's runner, and the command line's. */

import { closingEvent } from '../../closing-event.ts'
import { EventQueue } from '../../event-queue.ts'
import type { TraceEvent } from '../../kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../run.ts'
import { GuestPool } from './guest-pool.ts'
import { NodeRun } from './node-run.ts'

/** OS threads that wait ready-made for guests. */
const SPARE_THREADS = 4

/** Where a database listens. */
export interface DatabaseAddress {
  host: string
  port: number
}

/** A runner that holds OS threads ready; `close` ends those. */
export interface NodeRunner extends Runner {
  close(): Promise<void>
}

/** `bundle` is where the worker entries lie; the database may still be starting. */
export function nodeRunner(
  bundle: URL,
  database: Promise<DatabaseAddress>,
  spare = SPARE_THREADS,
): NodeRunner {
  const pool = new GuestPool(bundle, spare)
  return {
    runtime: 'node',
    run: (request) => new WaitingRun(request, database, pool),
    close: () => pool.close(),
  }
}

/** A run that begins as soon as the database is there. */
class WaitingRun implements Run {
  readonly events: AsyncIterable<TraceEvent[]>
  readonly #queue = new EventQueue()
  #run: NodeRun | undefined
  #stopped = false

  constructor(request: RunRequest, database: Promise<DatabaseAddress>, pool: GuestPool) {
    this.events = this.#queue
    database.then(
      (address) => this.#begin(request, address, pool),
      (error: Error) => this.#refuse('failed', `there is no database: ${error.message}`),
    )
  }

  stop(): void {
    if (this.#run) this.#run.stop()
    else if (!this.#stopped) this.#refuse('stopped')
    this.#stopped = true
  }

  #begin(request: RunRequest, database: DatabaseAddress, pool: GuestPool): void {
    if (this.#stopped) return
    this.#run = new NodeRun({ request, pool, database })
    void this.#forward(this.#run)
  }

  async #forward(run: NodeRun): Promise<void> {
    for await (const batch of run.events) this.#queue.push(batch)
    this.#queue.end()
  }

  #refuse(reason: 'failed' | 'stopped', message?: string): void {
    this.#queue.push([closingEvent([], reason, message)])
    this.#queue.end()
  }
}

/** The node runtime: the demo server's runner, and the command line's. */
import { closedEarly } from '../../../closing-event.ts'
import { EventQueue } from '../../../event-queue.ts'
import type { EndReason } from '../../../kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../../run.ts'
import type { Database, Endpoint } from '../database/database-endpoint.ts'
import { GuestPool } from './guest-pool.ts'
import { NodeRun } from './node-run.ts'

/** OS threads that wait ready-made for guests. */
const SPARE_THREADS = 4

/** A runner that holds OS threads ready; `close` ends those. */
export interface NodeRunner extends Runner {
  close(): Promise<void>
}

/** `bundle` is where the worker entries lie; the database may still be starting. */
export function nodeRunner(bundle: URL, database: Database, spare = SPARE_THREADS): NodeRunner {
  return new Runs(new GuestPool(bundle, spare), database)
}

class Runs implements NodeRunner {
  readonly runtime = 'node'
  readonly #pool: GuestPool
  readonly #database: Database
  readonly #underWay = new Set<WaitingRun>()

  constructor(pool: GuestPool, database: Database) {
    this.#pool = pool
    this.#database = database
    database.onGone?.((why) => {
      for (const run of this.#underWay) run.lose(why)
    })
  }

  run(request: RunRequest): Run {
    const run = new WaitingRun(request)
    this.#underWay.add(run)
    void this.#begin(run)
    return { events: this.#following(run), stop: () => run.end('stopped') }
  }

  close(): Promise<void> {
    return this.#pool.close()
  }

  async #begin(run: WaitingRun): Promise<void> {
    try {
      run.begin(await this.#database.endpoint(), this.#pool)
    } catch (error) {
      run.end('failed', `there is no database: ${(error as Error).message}`)
    }
  }

  async *#following(run: WaitingRun) {
    try {
      yield* run.events
    } finally {
      this.#underWay.delete(run)
    }
  }
}

/** A run that begins as soon as the database is there. */
class WaitingRun {
  readonly events = new EventQueue()
  readonly #request: RunRequest
  #run: NodeRun | undefined
  #over = false

  constructor(request: RunRequest) {
    this.#request = request
  }

  begin(database: Endpoint, pool: GuestPool): void {
    if (this.#over) return
    this.#run = new NodeRun({ request: this.#request, database, events: this.events })
    this.#run.begin(pool)
  }

  /** The database is gone. A run that waits for it may get the next one. */
  lose(why: string): void {
    if (this.#run) this.end('failed', why)
  }

  end(reason: EndReason, message?: string): void {
    if (this.#over) return
    this.#over = true
    if (this.#run) {
      this.#run.end(reason, message)
      return
    }
    this.events.push(closedEarly(this.#request, 'node', reason, message))
    this.events.end()
  }
}

/** The node runtime: the demo server's runner, and the command line's. */
import { closedEarly } from '../../closing-event.ts'
import { EventQueue } from '../../event-queue.ts'
import type { EndReason } from '../../kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../run.ts'
import { GuestPool } from './guest-pool.ts'
import { NodeRun } from './node-run.ts'

/** OS threads that wait ready-made for guests. */
const SPARE_THREADS = 4

/** Where a database listens; `onExit` has `fn` called if it ends without having been asked to. */
export interface Database {
  host: string
  port: number
  onExit?(fn: (how: string) => void): void
}

/** A runner that holds OS threads ready; `close` ends those. */
export interface NodeRunner extends Runner {
  close(): Promise<void>
}

/** `bundle` is where the worker entries lie; the database may still be starting. */
export function nodeRunner(bundle: URL, database: Promise<Database>, spare = SPARE_THREADS): NodeRunner {
  return new Runs(new GuestPool(bundle, spare), database)
}

class Runs implements NodeRunner {
  readonly runtime = 'node'
  readonly #pool: GuestPool
  readonly #database: Promise<Database>
  readonly #underWay = new Set<WaitingRun>()
  /** Why there's no database any more. */
  #gone: string | undefined

  constructor(pool: GuestPool, database: Promise<Database>) {
    this.#pool = pool
    this.#database = database.catch((cause: Error) => {
      throw new Error(`there is no database: ${cause.message}`, { cause })
    })
    this.#database.then(
      (found) => found.onExit?.((how) => this.#databaseEnded(how)),
      () => undefined,
    )
  }

  run(request: RunRequest): Run {
    const run = new WaitingRun(request)
    this.#underWay.add(run)
    if (this.#gone === undefined) void this.#begin(run)
    else run.end('failed', this.#gone)
    return { events: this.#following(run), stop: () => run.end('stopped') }
  }

  close(): Promise<void> {
    return this.#pool.close()
  }

  async #begin(run: WaitingRun): Promise<void> {
    try {
      const database = await this.#database
      run.begin(database, this.#pool)
    } catch (error) {
      run.end('failed', (error as Error).message)
    }
  }

  #databaseEnded(how: string): void {
    this.#gone = `the database is gone (${how}): start the server again`
    for (const run of this.#underWay) run.end('failed', this.#gone)
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

  begin(database: Database, pool: GuestPool): void {
    if (this.#over) return
    this.#run = new NodeRun({ request: this.#request, database, events: this.events })
    this.#run.begin(pool)
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

/** Runs programs in virtual time, each in a worker of its own: stopping is ending the worker, whatever it does. */
import { Worker } from 'node:worker_threads'
import { closedEarly, closingEvent } from '../../../closing-event.ts'
import { EventQueue } from '../../../event-queue.ts'
import type { EndReason, TraceEvent } from '../../../kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../../run.ts'

/** A worker that has said nothing for so long is hung in one native operation, ms. */
const SILENCE = 20_000

/** A runner whose workers are started from `simulated-worker.mjs` in the bundle's folder. */
export function simulatedRunner(bundle: URL): Runner {
  return { runtime: 'simulated', run: (request) => new SimulatedRun(request, bundle) }
}

class SimulatedRun implements Run {
  readonly events = new EventQueue()
  readonly #worker: Worker
  readonly #watchdog: ReturnType<typeof setTimeout>
  readonly #request: RunRequest
  readonly #seen: TraceEvent[] = []
  #over = false

  constructor(request: RunRequest, bundle: URL) {
    this.#request = request
    this.#worker = new Worker(new URL('./simulated-worker.mjs', bundle))
    this.#worker.on('message', (events: TraceEvent[]) => this.#hear(events))
    this.#worker.on('error', (error) => this.#close('failed', `the runtime failed: ${error.message}`))
    this.#worker.postMessage(request)
    this.#watchdog = setTimeout(
      () => this.#close('limit', `time limit: the program took more than ${SILENCE / 1000} s`),
      SILENCE,
    )
  }

  stop(): void {
    this.#close('stopped')
  }

  #hear(events: TraceEvent[]): void {
    if (this.#over) return
    this.#seen.push(...events)
    this.events.push(events)
    if (events.at(-1)?.kind === 'run-end') this.#leave()
  }

  #close(reason: EndReason, message?: string): void {
    if (this.#over) return
    const begun = this.#seen.length > 0
    this.events.push(
      begun
        ? [closingEvent(this.#seen, reason, message)]
        : closedEarly(this.#request, 'simulated', reason, message),
    )
    this.#leave()
  }

  #leave(): void {
    this.#over = true
    clearTimeout(this.#watchdog)
    void this.#worker.terminate().then(() => this.events.end())
  }
}

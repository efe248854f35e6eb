/**
 * Runs programs in this tab, in a Worker and in virtual time. Stopping is ending the worker, which works
 * whatever the program does; a spare one is ready by then.
 */

import { closingEvent } from '../../server/closing-event.ts'
import { EventQueue } from '../../server/event-queue.ts'
import type { EndReason, TraceEvent } from '../../server/kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../server/run.ts'
import { Pace } from './pace.ts'
import type { FromTabWorker, ToTabWorker } from './tab-worker.ts'

/** A worker that has said nothing for so long is hung in one native operation, ms. */
const SILENCE_MS = 10_000
const TICK_MS = 16

/** A runner in this tab; `makeWorker` starts one worker of `tab-worker.ts`. */
export function tabRunner(makeWorker: () => Worker): Runner {
  const workers = new SpareWorker(makeWorker)
  return { runtime: 'simulated', run: (request) => new TabRun(request, workers) }
}

/** One worker in use at most, one waiting. A worker serves one run: no program inherits another's memory. */
class SpareWorker {
  readonly #make: () => Worker
  #spare: Worker | undefined

  constructor(make: () => Worker) {
    this.#make = make
  }

  take(): Worker {
    const worker = this.#spare ?? this.#make()
    this.#spare = undefined
    return worker
  }

  release(worker: Worker): void {
    worker.terminate()
    this.#spare ??= this.#make()
  }
}

class TabRun implements Run {
  readonly events = new EventQueue()
  readonly #workers: SpareWorker
  readonly #worker: Worker
  readonly #pace = new Pace()
  readonly #shown: TraceEvent[] = []
  readonly #timer: ReturnType<typeof setInterval>
  #heard = performance.now()
  #computed = false

  constructor(request: RunRequest, workers: SpareWorker) {
    this.#workers = workers
    this.#worker = workers.take()
    this.#worker.onmessage = (message: MessageEvent<FromTabWorker>) => this.#hear(message.data.events)
    this.#worker.onerror = (event) => {
      event.preventDefault()
      this.#close(
        'failed',
        `this tab could not run the program: ${event.message || 'its worker did not load'}`,
      )
    }
    this.#worker.postMessage({ run: request } satisfies ToTabWorker)
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  stop(): void {
    this.#close('stopped')
  }

  #hear(events: TraceEvent[]): void {
    const now = performance.now()
    this.#heard = now
    this.#pace.add(events, now)
    if (events.at(-1)?.kind !== 'run-end') return
    this.#computed = true
    this.#pace.complete(now)
    this.#workers.release(this.#worker)
  }

  #tick(): void {
    const now = performance.now()
    const due = this.#pace.due(now)
    // All that has happened may be due at once: more than a call can have arguments.
    for (const event of due) this.#shown.push(event)
    this.events.push(due)
    if (due.at(-1)?.kind === 'run-end') this.#end()
    else if (!this.#computed && this.#pace.isEmpty && now - this.#heard > SILENCE_MS) {
      this.#close('limit', `limit reached: the program did nothing but compute for ${SILENCE_MS / 1000} s`)
    }
  }

  /** Ends a run that its worker didn't end: nothing after this moment has happened. */
  #close(reason: EndReason, message?: string): void {
    if (this.#shown.at(-1)?.kind === 'run-end') return
    const last = closingEvent(
      this.#shown,
      reason,
      message,
      Math.max(this.#pace.time(performance.now()), this.#lastTime),
    )
    this.#shown.push(last)
    this.events.push([last])
    if (!this.#computed) this.#workers.release(this.#worker)
    this.#computed = true
    this.#end()
  }

  get #lastTime(): number {
    return this.#shown.at(-1)?.t ?? 0
  }

  #end(): void {
    clearInterval(this.#timer)
    this.events.end()
  }
}

/**
 * OS threads for guests. Starting one takes a Node worker and tens of milliseconds, so some wait ready-made;
 * one whose guest has come to its end by itself is used again, any other is ended.
 */
import { Worker } from 'node:worker_threads'
import type { FromGuest, ToGuest } from './guest-messages.ts'

/** How long a killed guest may take to notice before its thread is ended from outside, ms. */
const GRACE = 50

export class GuestPool {
  readonly #bundle: URL
  readonly #spare: number
  readonly #idle: Worker[] = []
  #closed = false

  /** `bundle` is where `guest-worker.mjs` lies; `spare` is how many threads wait ready-made. */
  constructor(bundle: URL, spare: number) {
    this.#bundle = bundle
    this.#spare = spare
    this.#fill()
  }

  /** An OS thread for one guest. */
  take(): GuestThread {
    const worker = this.#idle.pop() ?? this.#start()
    return new GuestThread(worker, (usable) => this.#giveBack(worker, usable))
  }

  /** Ends the threads that wait. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()))
  }

  #start(): Worker {
    const worker = new Worker(new URL('./guest-worker.mjs', this.#bundle), { stdout: true, stderr: true })
    worker.unref()
    return worker
  }

  #fill(): void {
    while (!this.#closed && this.#idle.length < this.#spare) this.#idle.push(this.#start())
  }

  async #giveBack(worker: Worker, usable: boolean): Promise<void> {
    if (usable && !this.#closed && this.#idle.length < this.#spare) {
      this.#idle.push(worker)
      return
    }
    await worker.terminate()
    this.#fill()
  }
}

/** One OS thread while it belongs to a run. */
export class GuestThread {
  readonly #worker: Worker
  readonly #release: (usable: boolean) => Promise<void>
  #listener: ((message: FromGuest) => void) | undefined
  #failed: ((error: Error) => void) | undefined
  #ended = false
  #over: Promise<void> | undefined

  constructor(worker: Worker, release: (usable: boolean) => Promise<void>) {
    this.#worker = worker
    this.#release = release
  }

  /** Says what comes from the thread; `failed` is called if the thread itself breaks. */
  listen(listener: (message: FromGuest) => void, failed: (error: Error) => void): void {
    this.#listener = (message) => {
      if (message.kind === 'ended') this.#ended = true
      listener(message)
    }
    this.#failed = failed
    this.#worker.on('message', this.#listener)
    this.#worker.on('error', this.#failed)
  }

  send(message: ToGuest): void {
    this.#worker.postMessage(message)
  }

  /** Gives the thread back; one whose guest doesn't come to its end in time is ended. Kill the guest first. */
  leave(): Promise<void> {
    this.#over ??= this.#leave()
    return this.#over
  }

  async #leave(): Promise<void> {
    const deadline = performance.now() + GRACE
    while (!this.#ended && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 2))
    if (this.#listener) this.#worker.off('message', this.#listener)
    if (this.#failed) this.#worker.off('error', this.#failed)
    this.#worker.on('error', () => undefined)
    await this.#release(this.#ended)
  }
}

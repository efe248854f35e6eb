/**
 * OS threads for guests. Starting one takes a Node worker and tens of milliseconds, so some wait ready-made;
 * one whose guest has come to its end by itself is used again, any other is ended.
 */
import { Worker } from 'node:worker_threads'
import { Channel } from './channel.ts'
import type { FromGuest, ToGuest } from './guest-messages.ts'
import { wasmEngine } from './wasm-engine.ts'

/** How long a killed guest may take to notice before its thread is ended from outside, ms. */
const GRACE = 50
/** Threads that are kept once there are so many: eight clients' and the one that accepts. */
const KEPT = 9

/** A thread with the memory by which its guests reach the kernel, which is as large as it is the same for all. */
interface OsThread {
  worker: Worker
  channel: Channel
}

export class GuestPool {
  readonly #bundle: URL
  readonly #spare: number
  readonly #idle: OsThread[] = []
  #closed = false

  /** `bundle` is where `guest-worker.mjs` lies; `spare` is how many threads wait ready-made. */
  constructor(bundle: URL, spare: number) {
    this.#bundle = bundle
    this.#spare = spare
    this.#fill()
  }

  /** An OS thread for one guest; `leave` gives it back. */
  take(): GuestThread {
    const thread = this.#idle.pop() ?? this.#start()
    thread.channel.reset()
    return new GuestThread(thread, (usable) => this.#giveBack(thread, usable))
  }

  /** Ends the threads that wait, and from now on those that are given back. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#idle.splice(0).map(({ worker }) => worker.terminate()))
  }

  #start(): OsThread {
    const url = new URL('./guest-worker.mjs', this.#bundle)
    const worker = new Worker(url, { workerData: wasmEngine(), stdout: true, stderr: true })
    worker.unref()
    // Who uses the thread is told; one that breaks while it waits is only not there any more.
    worker.on('error', () => undefined)
    const thread = { worker, channel: new Channel() }
    worker.once('exit', () => this.#forget(thread))
    return thread
  }

  #forget(thread: OsThread): void {
    const index = this.#idle.indexOf(thread)
    if (index >= 0) this.#idle.splice(index, 1)
  }

  #fill(): void {
    while (!this.#closed && this.#idle.length < this.#spare) this.#idle.push(this.#start())
  }

  async #giveBack(thread: OsThread, usable: boolean): Promise<void> {
    if (usable && !this.#closed && this.#idle.length < Math.max(KEPT, this.#spare)) {
      this.#idle.push(thread)
      return
    }
    await thread.worker.terminate()
    this.#fill()
  }
}

/** One OS thread while it belongs to a run. */
export class GuestThread {
  /** Tells OS threads apart. */
  readonly id: number
  readonly channel: Channel
  readonly #worker: Worker
  readonly #release: (usable: boolean) => Promise<void>
  readonly #ended: Promise<true>
  #stopListening: () => void = () => undefined
  #over: Promise<void> | undefined

  constructor({ worker, channel }: OsThread, release: (usable: boolean) => Promise<void>) {
    this.id = worker.threadId
    this.channel = channel
    this.#worker = worker
    this.#release = release
    this.#ended = new Promise((resolve) => {
      const hear = (message: FromGuest) => {
        if (message.kind !== 'ended') return
        worker.off('message', hear)
        resolve(true)
      }
      worker.on('message', hear)
    })
  }

  /** Says what comes from the thread until it's given back; `failed` is called if the thread itself breaks. */
  listen(listener: (message: FromGuest) => void, failed: (error: Error) => void): void {
    this.#worker.on('message', listener)
    this.#worker.on('error', failed)
    this.#stopListening = () => {
      this.#worker.off('message', listener)
      this.#worker.off('error', failed)
    }
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
    this.#stopListening()
    this.send({ kind: 'leave' })
    let grace: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<false>((resolve) => {
      grace = setTimeout(() => resolve(false), GRACE)
    })
    const usable = await Promise.race([this.#ended, late])
    clearTimeout(grace)
    await this.#release(usable)
  }
}

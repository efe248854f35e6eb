/** The inside of an OS thread that runs guest code: it sleeps in `Atomics.wait` whenever the guest waits. */
import { parentPort, workerData } from 'node:worker_threads'
import { Guest, type GuestEnd, type GuestHost, type Message } from '../../sandbox/guest.ts'
import { LIMITS, THREAD_LIMITS } from '../../sandbox/limits.ts'
import { Channel, Doorbell } from './run/channel.ts'
import type { FromGuest, GuestLoad, ToGuest } from './run/guest-messages.ts'
import { Reports } from './run/reports.ts'

/** The longest turn on the CPU while others wait for it, ms. */
const TURN = 5
/** The longest time without a system call, ms. */
const LONGEST_BURST = 2000
/**
 * The least that counts as so much computing, in calls of the interrupt handler: a busy machine lets a program
 * wait without its doing. Even then it mustn't go on for longer than `LONGEST_WAIT`, ms.
 */
const LEAST_INTERRUPTS = 500
const LONGEST_WAIT = 10_000
/**
 * The longest time without a system call, ms, that of others on the CPU included: threads that take turns would
 * else reach their own limits only after clients have lost their patience.
 */
const LONGEST_SHARED = 8000

/** Answers nothing any more: the guest only has to notice. */
const OVER: Message = { json: '[]', payloads: [] }

/** The engine, compiled by who started this thread. */
const engine = workerData as WebAssembly.Module

const post = (message: FromGuest) => parentPort?.postMessage(message)

class GuestThread {
  readonly #load: GuestLoad
  readonly #channel: Channel
  readonly #bell: Doorbell
  readonly #reports = new Reports(() => this.#now())
  #guest: Guest | undefined
  /** Why a guest that is still being loaded has to end. */
  #refusal: string | undefined
  #ended = false
  /** When the thread got the CPU, ms. */
  #turnStart = performance.now()
  /** Since when it has computed without a system call, ms, and how often it was interrupted since. */
  #burstStart = performance.now()
  /** The same, the turns of others included. */
  #lastCall = performance.now()
  #interrupts = 0

  constructor(load: GuestLoad) {
    this.#load = load
    this.#channel = new Channel(load.channel)
    this.#bell = new Doorbell(load.bell)
  }

  async load(): Promise<void> {
    post({ kind: 'loading' })
    const { program, seed, first } = this.#load
    const limits = { ...(first ? LIMITS : THREAD_LIMITS), burst: Number.POSITIVE_INFINITY }
    const { guest, end } = await Guest.load({ wasm: engine, program, seed, limits, host: this.#host() })
    this.#guest = guest
    // What the top level says is the program's, and the first thread's guest says it already.
    if (!first) this.#reports.take()
    if (this.#refusal !== undefined) this.#finish({ how: 'limit', message: this.#refusal })
    else if (end) this.#finish(end)
    else if (this.#channel.killed) this.leave()
    else post({ kind: 'loaded' })
  }

  call(target: string, args: string): void {
    this.#beginBurst()
    this.#finish(this.#guest!.run(target, args))
  }

  /** Ends a guest that runs nothing at the moment. One that is still being loaded is ended afterwards. */
  leave(): void {
    if (this.#guest) this.#finish({ how: 'returned' })
  }

  #finish(end: GuestEnd): void {
    if (this.#ended) return
    this.#ended = true
    const request = end.how === 'failed' ? (this.#guest?.request ?? 0) : 0
    this.#guest?.dispose()
    post({ kind: 'ended', end, request, reports: this.#reports.take() })
  }

  #host(): GuestHost {
    return {
      enter: ({ json, payloads }) => this.#enter(json, payloads),
      clock: () => this.#now(),
      report: (lane, happening, request) => {
        this.#reports.event(lane, happening, request)
        if (this.#reports.full) this.#giveWay()
      },
      log: (stream, text, request, at) => {
        this.#reports.log(stream, text, request, at)
        if (this.#reports.full) this.#giveWay()
      },
      interrupt: () => this.#interrupt(),
    }
  }

  /** Microseconds since the run began. */
  #now(): number {
    return Math.round((performance.timeOrigin + performance.now() - this.#load.began) * 1000)
  }

  /** One line for the reports, one for the frame, which is the guest's own and which the kernel checks. */
  #enter(json: string, payloads: Uint8Array[]): Message {
    const reports = JSON.stringify(this.#reports.take())
    const reply = this.#channel.call({ json: `${reports}\n${json}`, payloads }, this.#bell)
    this.#beginBurst()
    if (typeof reply === 'object') return reply
    this.#kill(reply === 'killed' ? 'the run is over' : 'a system call frame that is too big')
    return OVER
  }

  #kill(reason: string): void {
    if (this.#guest) this.#guest.kill(reason)
    else this.#refusal ??= reason
  }

  #interrupt(): boolean {
    if (this.#channel.killed) return true
    this.#channel.beat()
    this.#interrupts += 1
    const now = performance.now()
    if (this.#hasComputedTooLong(now))
      this.#kill(`CPU limit: the program computed for ${LONGEST_BURST / 1000} s without a system call`)
    else if (now - this.#lastCall > LONGEST_SHARED)
      this.#kill(
        `CPU limit: a thread, in turns with others, computed for ${LONGEST_SHARED / 1000} s without a system call`,
      )
    // A guest that is told why it has to end finds out by itself where it stands.
    if (this.#refusal !== undefined) return true
    if (this.#reports.due || (now - this.#turnStart > TURN && this.#channel.contended)) this.#giveWay()
    return this.#channel.killed
  }

  #beginBurst(): void {
    this.#turnStart = this.#burstStart = this.#lastCall = performance.now()
    this.#interrupts = 0
  }

  #hasComputedTooLong(now: number): boolean {
    const time = now - this.#burstStart
    return time > LONGEST_BURST && (this.#interrupts > LEAST_INTERRUPTS || time > LONGEST_WAIT)
  }

  /** Calls the kernel in the middle of the guest's computing: it may want the CPU for others. */
  #giveWay(): void {
    const computed = performance.now() - this.#burstStart
    const interrupts = this.#interrupts
    const lastCall = this.#lastCall
    this.#enter('', [])
    // The time in which others had the CPU isn't this thread's.
    this.#burstStart -= computed
    this.#interrupts = interrupts
    this.#lastCall = lastCall
  }
}

let thread: GuestThread | undefined

function hear(message: ToGuest): void {
  switch (message.kind) {
    case 'load':
      thread = new GuestThread(message)
      // What fails here is ours, not the guest's: it breaks this OS thread, and whoever listens is told.
      void thread.load()
      break
    case 'call':
      thread?.call(message.target, message.args)
      break
    case 'leave':
      thread?.leave()
      break
  }
}

parentPort?.on('message', hear)

/** The inside of an OS thread that runs guest code: it sleeps in `Atomics.wait` whenever the guest waits. */
import { parentPort } from 'node:worker_threads'
import { Guest, type GuestEnd, type GuestHost } from '../../sandbox/guest.ts'
import { LIMITS, THREAD_LIMITS } from '../../sandbox/limits.ts'
import { Channel, Doorbell } from './channel.ts'
import type { FromGuest, Report, ToGuest } from './guest-messages.ts'
import { wasmEngine } from './wasm-engine.ts'

/** The longest turn on the CPU while others wait for it, and the longest time without a system call, ms. */
const TURN = 5
const LONGEST_BURST = 2000
/** Reports are handed over with the next system call, or when they've lain for so long, ms. */
const REPORTS_KEPT = 50

const post = (message: FromGuest) => parentPort?.postMessage(message)

class GuestThread {
  readonly #load: Extract<ToGuest, { kind: 'load' }>
  readonly #channel: Channel
  readonly #bell: Doorbell
  #guest: Guest | undefined
  #reports: Report[] = []
  /** When the thread got the CPU, last called the kernel, and last handed reports over: ms. */
  #turnStart = 0
  #lastCall = performance.now()
  #lastReports = 0

  constructor(load: Extract<ToGuest, { kind: 'load' }>) {
    this.#load = load
    this.#channel = new Channel(load.channel)
    this.#bell = new Doorbell(load.bell)
  }

  async load(): Promise<void> {
    const { program, seed, thread } = this.#load
    const limits = { ...(thread === 1 ? LIMITS : THREAD_LIMITS), burst: Number.POSITIVE_INFINITY }
    const { guest, end } = await Guest.load({ wasm: wasmEngine(), program, seed, limits, host: this.#host() })
    this.#guest = guest
    if (end) this.#finish(end)
    else post({ kind: 'ready' })
  }

  call(target: string, args: string): void {
    this.#turnStart = this.#lastCall = performance.now()
    this.#finish(this.#guest!.run(target, args))
  }

  #finish(end: GuestEnd): void {
    this.#guest?.dispose()
    post({ kind: 'ended', end, reports: this.#takeReports() })
  }

  #host(): GuestHost {
    return {
      enter: ({ json, payloads }) => this.#enter(json, payloads),
      clock: () => this.#now(),
      report: (lane, happening, request) =>
        this.#reports.push({ kind: 'reported', t: this.#now(), request, lane, happening }),
      log: (stream, text, request, at) => {
        const place = at ? { at } : {}
        this.#reports.push({ kind: 'log', t: this.#now(), request, stream, text, ...place })
      },
      interrupt: () => this.#interrupt(),
    }
  }

  /** Microseconds since the run began. */
  #now(): number {
    return Math.round((performance.timeOrigin + performance.now() - this.#load.began) * 1000)
  }

  #takeReports(): Report[] {
    this.#lastReports = performance.now()
    return this.#reports.splice(0)
  }

  /** One line for the reports, one for the frame, which is the guest's own and which the kernel checks. */
  #enter(json: string, payloads: Uint8Array[]) {
    const reply = this.#channel.call(
      { json: `${JSON.stringify(this.#takeReports())}\n${json}`, payloads },
      this.#bell,
    )
    this.#turnStart = this.#lastCall = performance.now()
    if (reply) return reply
    this.#guest?.kill('the run is over')
    return { json: '[]', payloads: [] }
  }

  #interrupt(): boolean {
    if (this.#channel.killed) return true
    const now = performance.now()
    if (now - this.#lastCall > LONGEST_BURST) {
      this.#guest?.kill(`CPU limit: the program computed for ${LONGEST_BURST / 1000} s without a system call`)
      return true
    }
    const mustYield = now - this.#turnStart > TURN && this.#channel.contended
    const mustReport = this.#reports.length > 0 && now - this.#lastReports > REPORTS_KEPT
    if (mustYield || mustReport) this.#giveWay()
    return this.#channel.killed
  }

  /** Calls the kernel in the middle of the guest's computing: it may want the CPU for others. */
  #giveWay(): void {
    const lastCall = this.#lastCall
    this.#enter('', [])
    this.#lastCall = lastCall
  }
}

let thread: GuestThread | undefined
parentPort?.on('message', (message: ToGuest) => {
  if (message.kind === 'call') return thread?.call(message.target, message.args)
  thread = new GuestThread(message)
  void thread.load()
})

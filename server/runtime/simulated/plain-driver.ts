/**
 * Runs a program that has one machine. It blocks only in `enter`, and there the future is played through, in
 * virtual time, until what it waits for is there.
 */
import { formatReply, parseFrame } from '../../kernel/frame.ts'
import type { Completion } from '../../kernel/syscalls.ts'
import { Guest, type GuestEnd, type GuestHost, type Message } from '../../sandbox/guest.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { type DriverOptions, reportTo, type SyscallCost } from './driver.ts'
import type { World } from './world.ts'

/** Answers nothing any more: the run is over, the guest only has to notice. */
const OVER: Message = { json: '[]', payloads: [] }

/** A plain machine can't be left in the middle, so nobody else could run. */
const NO_THREADS = 'in virtual time only the threads style can start threads and processes'

export class PlainDriver {
  readonly #world: World
  readonly #options: DriverOptions
  readonly #thread: number
  #guest: Guest | undefined
  #charged = 0

  constructor(world: World, options: DriverOptions) {
    this.#world = world
    this.#options = options
    this.#thread = world.kernel.boot()
  }

  /** Loads the program and runs it to its end. */
  async run(): Promise<GuestEnd> {
    const { wasm, program, seed } = this.#options
    this.#world.kernel.started(this.#thread)
    this.#world.takeGuestEffects()
    const { guest, end } = await Guest.load({ wasm, program, seed, limits: LIMITS, host: this.#host() })
    this.#guest = guest
    this.#charged = guest.polls
    if (end) return end
    const ended = guest.run('main')
    this.#charge(0)
    this.#world.kernel.exited(this.#thread)
    return ended
  }

  dispose(): void {
    this.#guest?.dispose()
  }

  #host(): GuestHost {
    return {
      enter: (message) => this.#enter(message),
      clock: () => {
        this.#charge(0)
        return this.#world.now
      },
      report: (lane, happening, request) => {
        this.#charge(0)
        reportTo(this.#world, `thread:${this.#thread}`, lane, happening, request)
      },
      log: (stream, text, request, at) => {
        this.#charge(0)
        const place = at ? { at } : {}
        this.#world.ring.record(this.#world.now, `thread:${this.#thread}`, request, {
          kind: 'log',
          stream,
          text,
          ...place,
        })
      },
      interrupt: () => this.#world.ended,
    }
  }

  /** Turns what the guest has computed since last time into time. */
  #charge(extra: SyscallCost): void {
    if (!this.#guest) return
    const { polls } = this.#guest
    this.#world.spend(polls - this.#charged + extra)
    this.#charged = polls
  }

  #enter(message: Message): Message {
    const world = this.#world
    this.#charge(this.#options.syscallCost)
    if (world.ended) return this.#giveUp()
    const frame = parseFrame(message.json, message.payloads)
    if (typeof frame === 'string') return this.#giveUp(frame)
    const completions = this.#wait(world.kernel.enter(this.#thread, frame))
    return completions ? formatReply(completions) : this.#giveUp()
  }

  /** Plays the future through until the thread may go on; undefined if that never happens. */
  #wait(answered: Completion[] | undefined): Completion[] | undefined {
    const world = this.#world
    let completions = answered
    for (;;) {
      for (const effect of world.takeGuestEffects()) {
        if (effect.kind === 'run') completions = effect.completions
        else world.end('failed', NO_THREADS)
      }
      if (world.ended) return undefined
      if (completions) return completions
      world.step()
    }
  }

  #giveUp(reason?: string): Message {
    if (reason !== undefined) this.#world.end('limit', reason)
    this.#guest?.kill('the run is over')
    this.#options.flush()
    return OVER
  }
}

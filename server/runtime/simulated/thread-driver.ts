/**
 * Runs a program with threads: each has a machine of its own, rewritten so that every system call suspends
 * it. The kernel says who has the CPU; a burst of computing is run at once and then paid for in virtual time,
 * in turns if others want the CPU too. Threads of several processes pay at the same time, each on its core.
 */

import type { Position } from '../../kernel/events.ts'
import { formatReply, parseFrame } from '../../kernel/frame.ts'
import type { Completion } from '../../kernel/syscalls.ts'
import { Guest, type GuestEnd, type GuestHost, type Message, type Output } from '../../sandbox/guest.ts'
import { LIMITS, THREAD_LIMITS } from '../../sandbox/limits.ts'
import type { VmSnapshot } from '../../sandbox/vm.ts'
import { type DriverOptions, reportTo } from './driver.ts'
import type { GuestEffect, World } from './world.ts'

/** The longest turn on the CPU while others wait for it, µs. */
const TURN = 5000

interface Thread {
  id: number
  guest: Guest
  /** What it calls when it gets the CPU for the first time. */
  entry: { target: string; args: string } | undefined
  /** CPU time that its last burst still has to be paid for, µs. */
  owes: number
  /** When the turn is over that it pays for now, µs. */
  due: number
  /** What it does when the burst is paid for. */
  next: Message | GuestEnd | undefined
}

export class ThreadDriver {
  readonly #world: World
  readonly #options: DriverOptions
  readonly #threads = new Map<number, Thread>()
  readonly #output: Output = { characters: 0 }
  #snapshot!: VmSnapshot
  /** Those who run, and pay for what they have computed. */
  #paying: Thread[] = []
  /** The thread whose code runs now, and its polls when the burst began. */
  #running: { guest: Guest; polls: number } | undefined

  constructor(world: World, options: DriverOptions) {
    this.#world = world
    this.#options = options
  }

  /** Loads the program and runs it until it, or the run, is over. */
  async run(): Promise<GuestEnd> {
    const id = this.#world.kernel.boot()
    const { guest, end } = await Guest.load({ ...this.#guestOptions(id), limits: LIMITS })
    this.#add(id, guest, 'main', [])
    if (end) return end
    this.#snapshot = guest.snapshot()
    this.#world.kernel.started(id)
    return this.#schedule()
  }

  dispose(): void {
    for (const { guest } of this.#threads.values()) guest.dispose()
  }

  async #schedule(): Promise<GuestEnd> {
    const world = this.#world
    while (!world.ended) {
      const effects = world.takeGuestEffects()
      for (const effect of effects) await this.#perform(effect)
      if (effects.length > 0) continue
      const end = this.#goOn()
      if (end) return end
    }
    return { how: 'returned' }
  }

  /** Lets time pass up to the next thing that happens, be it that a thread has paid for its turn. */
  #goOn(): GuestEnd | undefined {
    const next = this.#paying.reduce<Thread | undefined>(
      (first, thread) => (first && first.due <= thread.due ? first : thread),
      undefined,
    )
    if (!next) this.#world.step()
    else if (this.#world.play(next.due) && !this.#world.ended) return this.#turnIsOver(next)
    return undefined
  }

  async #perform(effect: GuestEffect): Promise<void> {
    if (this.#world.ended) return
    if (effect.kind === 'run') this.#run(this.#threads.get(effect.thread)!, effect.completions)
    else await this.#spawn(effect.thread, effect.target, effect.args)
  }

  async #spawn(id: number, target: string, args: unknown): Promise<void> {
    const options = { ...this.#guestOptions(id), limits: THREAD_LIMITS }
    this.#add(id, await Guest.restore(options, this.#snapshot), target, args)
    this.#world.kernel.started(id)
  }

  #add(id: number, guest: Guest, target: string, args: unknown): void {
    this.#threads.set(id, {
      id,
      guest,
      entry: { target, args: JSON.stringify(args) },
      owes: 0,
      due: 0,
      next: undefined,
    })
  }

  /** The thread has the CPU: it computes, and begins to pay for it. */
  #run(thread: Thread, completions: Completion[]): void {
    thread.next ??= this.#burst(thread, completions)
    this.#pay(thread)
  }

  /** Runs the machine up to its next system call, or its end. */
  #burst(thread: Thread, completions: Completion[]): Message | GuestEnd {
    const { guest, entry } = thread
    thread.entry = undefined
    this.#running = { guest, polls: guest.polls }
    const next = entry ? guest.start(entry.target, entry.args) : guest.resume(formatReply(completions))
    thread.owes = guest.polls - this.#running.polls + this.#options.syscallCost
    this.#running = undefined
    return next
  }

  /**
   * Begins the next turn of what the burst owes. A burst that reached a limit is paid at once: turns of others
   * can't change how the run ends, only hide it.
   */
  #pay(thread: Thread): void {
    const limited = thread.next !== undefined && 'how' in thread.next && thread.next.how === 'limit'
    const turn = limited ? thread.owes : Math.min(thread.owes, TURN)
    thread.owes -= turn
    thread.due = this.#world.now + turn
    this.#paying.push(thread)
  }

  /** The thread has paid for its turn: if that was all, it calls the kernel, and goes on if it may. */
  #turnIsOver(thread: Thread): GuestEnd | undefined {
    const { kernel } = this.#world
    this.#paying = this.#paying.filter((other) => other !== thread)
    if (thread.owes > 0) {
      if (!kernel.preempt(thread.id)) this.#pay(thread)
      return undefined
    }
    const next = thread.next!
    thread.next = undefined
    if ('how' in next) return this.#finish(thread, next)
    const frame = parseFrame(next.json, next.payloads)
    if (typeof frame === 'string') return { how: 'limit', message: frame }
    const answered = kernel.enter(thread.id, frame)
    if (answered && !this.#world.ended) this.#run(thread, answered)
    return undefined
  }

  /** A thread is over. An error in one of them ends that thread alone, and is printed. */
  #finish(thread: Thread, end: GuestEnd): GuestEnd | undefined {
    if (thread.id === 1 || end.how === 'limit') return end
    if (end.how === 'failed') {
      this.#log(
        thread.id,
        'err',
        `${this.#world.kernel.nameOf(thread.id)}: ${end.message}`,
        thread.guest.request,
        end.at,
      )
    }
    this.#world.kernel.exited(thread.id)
    this.#threads.delete(thread.id)
    thread.guest.dispose()
    return undefined
  }

  #guestOptions(id: number) {
    const { wasm, program, seed } = this.#options
    return { wasm, program, seed, host: this.#host(id), output: this.#output }
  }

  #host(id: number): GuestHost {
    return {
      enter: () => ({ json: '[]', payloads: [] }),
      clock: () => this.#now(),
      report: (lane, happening, request) => reportTo(this.#world, `thread:${id}`, lane, happening, request),
      log: (stream, text, request, at) => this.#log(id, stream, text, request, at),
      interrupt: () => this.#world.ended,
    }
  }

  #log(id: number, stream: 'out' | 'err', text: string, request: number, at: Position | undefined): void {
    const place = at ? { at } : {}
    this.#world.ring.record(this.#world.now, `thread:${id}`, request, { kind: 'log', stream, text, ...place })
  }

  /** The time inside a burst: what has been computed so far will be paid for when it ends. */
  #now(): number {
    const running = this.#running
    return this.#world.now + (running ? running.guest.polls - running.polls : 0)
  }
}

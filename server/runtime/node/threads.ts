/** The guest threads of a run: which OS thread each of them is, what it's told, what it says. */

import type { EndReason, Happening, Position } from '../../kernel/events.ts'
import { formatReply, parseFrame } from '../../kernel/frame.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Completion } from '../../kernel/syscalls.ts'
import type { CompiledProgram } from '../../sandbox/compile.ts'
import type { GuestEnd } from '../../sandbox/guest.ts'
import { reportedEvent } from '../../sandbox/reported.ts'
import { Channel, Doorbell } from './channel.ts'
import type { FromGuest, Report } from './guest-messages.ts'
import type { GuestPool, GuestThread } from './guest-pool.ts'

export interface ThreadsOptions {
  kernel: Kernel
  pool: GuestPool
  program: CompiledProgram
  seed: number
  /** When the run began, ms since the epoch. */
  began: number
  /** How many threads to have ready before the program starts. */
  ready: number
  record: (t: number, lane: string, request: number, happening: Happening) => void
  /** The kernel has been told something: it may want something done. */
  changed: () => void
  /** The program, or the run, is over. */
  over: (reason: EndReason, message?: string, at?: Position) => void
}

/** A machine with the program loaded, on an OS thread. */
interface Machine {
  os: GuestThread
  channel: Channel
  /** The kernel's number of the thread that it runs; undefined while it waits for one. */
  thread: number | undefined
  loaded: boolean
  /** What to call as soon as the machine is loaded and the kernel lets it run. */
  entry: { target: string; args: string } | undefined
  /** When it last got the CPU, ms; undefined while it has none. */
  running: number | undefined
}

/** A thread that has computed for so long without asking is hung in one native operation, ms. */
const HUNG = 4000

export class Threads {
  readonly #options: ThreadsOptions
  readonly #bell = new Doorbell()
  readonly #machines: Machine[] = []
  readonly #watchdog: ReturnType<typeof setInterval>
  #closed = false
  /** OS threads that ran guest code. */
  ran = 0

  constructor(options: ThreadsOptions) {
    this.#options = options
    this.#watchdog = setInterval(() => this.#watch(), HUNG / 4)
    void this.#bell.listen(() => this.#answer())
  }

  /** Starts the program's first thread, when it and those that are to be ready have loaded. */
  boot(): void {
    const { kernel, ready } = this.#options
    const main = this.#newMachine(kernel.boot())
    main.entry = { target: 'main', args: '[]' }
    for (let count = 0; count < ready; count += 1) this.#newMachine(undefined)
  }

  /** A thread is to call a function of the program. */
  spawn(thread: number, target: string, args: unknown): void {
    const machine = this.#machines.find((spare) => spare.thread === undefined) ?? this.#newMachine(undefined)
    machine.thread = thread
    machine.entry = { target, args: JSON.stringify(args) }
    if (machine.loaded) this.#options.kernel.started(thread)
  }

  /** The thread has the CPU: it goes on with these completions. */
  run(thread: number, completions: Completion[]): void {
    const machine = this.#machineOf(thread)
    if (!machine) return
    machine.running = performance.now()
    const { entry } = machine
    machine.entry = undefined
    if (!entry) return machine.channel.reply(formatReply(completions))
    this.ran += 1
    machine.os.send({ kind: 'call', ...entry })
  }

  /** Lets running guests know whether somebody waits for the CPU. */
  showContention(): void {
    const { contended } = this.#options.kernel
    for (const machine of this.#machines) machine.channel.contended = contended
  }

  /** Ends all guests, and gives their OS threads back. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watchdog)
    for (const { channel } of this.#machines) channel.kill()
    this.#bell.ring()
    await Promise.all(this.#machines.map(({ os }) => os.leave()))
  }

  #machineOf(thread: number): Machine | undefined {
    return this.#machines.find((machine) => machine.thread === thread)
  }

  #newMachine(thread: number | undefined): Machine {
    const { pool, program, seed, began, over } = this.#options
    const os = pool.take()
    const channel = new Channel()
    const machine: Machine = { os, channel, thread, loaded: false, entry: undefined, running: undefined }
    this.#machines.push(machine)
    os.listen(
      (message) => this.#hear(machine, message),
      (error) => over('failed', `an OS thread broke: ${error.message}`),
    )
    os.send({
      kind: 'load',
      program,
      seed,
      began,
      thread: thread ?? 0,
      channel: channel.shared,
      bell: this.#bell.shared,
    })
    return machine
  }

  #hear(machine: Machine, message: FromGuest): void {
    if (this.#closed) return
    if (message.kind === 'ended') return this.#finished(machine, message.end, message.reports)
    machine.loaded = true
    if (this.#machines.every(({ loaded }) => loaded) && this.ran === 0) this.#options.kernel.started(1)
    else if (machine.thread !== undefined && machine.thread !== 1)
      this.#options.kernel.started(machine.thread)
    this.#options.changed()
  }

  /** A guest has come to its end. An error in one thread of several ends that thread alone, and is printed. */
  #finished(machine: Machine, end: GuestEnd, reports: Report[]): void {
    const { kernel, over, changed } = this.#options
    const thread = machine.thread ?? 1
    this.#record(machine, reports)
    machine.running = undefined
    this.#machines.splice(this.#machines.indexOf(machine), 1)
    void machine.os.leave()
    if (end.how === 'limit') return over('limit', end.message, end.at)
    if (end.how === 'failed' && thread === 1) return over('failed', end.message, end.at)
    if (end.how === 'failed') {
      const text = `thread ${thread}: ${end.message}`
      const place = end.at ? { at: end.at } : {}
      this.#log(`thread:${thread}`, { t: this.#now(), request: 0, stream: 'err', text, ...place })
    }
    kernel.exited(thread)
    if (thread === 1) over('returned')
    else changed()
  }

  #now(): number {
    return Math.round((performance.timeOrigin + performance.now() - this.#options.began) * 1000)
  }

  /** Somebody has rung: takes what guests hand in. False when the run is over. */
  #answer(): boolean {
    if (this.#closed) return false
    for (const machine of [...this.#machines]) {
      const message = machine.channel.take()
      if (message) this.#enter(machine, message.json, message.payloads)
    }
    this.#options.changed()
    return !this.#closed
  }

  #enter(machine: Machine, json: string, payloads: Uint8Array[]): void {
    const { kernel, over } = this.#options
    const thread = machine.thread ?? 1
    const end = json.indexOf('\n')
    this.#record(machine, JSON.parse(json.slice(0, end)) as Report[])
    machine.running = undefined
    const text = json.slice(end + 1)
    if (text === '') return this.#giveWay(machine, thread)
    const frame = parseFrame(text, payloads)
    if (typeof frame === 'string') return over('limit', frame)
    const completions = kernel.enter(thread, frame)
    if (!completions) return
    machine.running = performance.now()
    machine.channel.reply(formatReply(completions))
  }

  /** The guest computes for long: others may have the CPU first. */
  #giveWay(machine: Machine, thread: number): void {
    if (this.#options.kernel.preempt(thread)) return
    machine.running = performance.now()
    machine.channel.reply(formatReply([]))
  }

  #record({ thread }: Machine, reports: Report[]): void {
    const own = `thread:${thread ?? 1}`
    for (const report of reports) {
      const { t, request } = report
      if (report.kind === 'log') this.#log(own, report)
      else {
        const reported = reportedEvent(own, report.lane, report.happening)
        if (reported) this.#options.record(t, reported.lane, request, reported.happening)
      }
    }
  }

  #log(lane: string, { t, request, stream, text, at }: Omit<Extract<Report, { kind: 'log' }>, 'kind'>): void {
    this.#options.record(t, lane, request, { kind: 'log', stream, text, ...(at ? { at } : {}) })
  }

  #watch(): void {
    const now = performance.now()
    const hung = this.#machines.some(({ running }) => running !== undefined && now - running > HUNG)
    if (hung) this.#options.over('limit', `time limit: one operation took more than ${HUNG / 1000} s`)
  }
}

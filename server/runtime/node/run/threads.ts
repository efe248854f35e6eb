/** The guest threads of a run: which machine runs each of them, what it's told, what it says. */
import type { EndReason, Happening, Position } from '../../../kernel/events.ts'
import { parseFrame } from '../../../kernel/frame.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Completion } from '../../../kernel/syscalls.ts'
import type { CompiledProgram } from '../../../sandbox/compile.ts'
import type { Message } from '../../../sandbox/guest.ts'
import { LIMITS, outputMessage } from '../../../sandbox/limits.ts'
import { reportedEvent } from '../../../sandbox/reported.ts'
import { Doorbell } from './channel.ts'
import type { FromGuest, Report } from './guest-messages.ts'
import type { GuestPool } from './guest-pool.ts'
import { Machine } from './machine.ts'

export interface ThreadsOptions {
  kernel: Kernel
  pool: GuestPool
  program: CompiledProgram
  seed: number
  /** When the run began, ms since the epoch. */
  began: number
  /** Microseconds since then. */
  clock: () => number
  /** How many threads to have ready before the program starts. */
  ready: number
  record: (t: number, lane: string, request: number, happening: Happening) => void
  /** The kernel has been told something: it may want something done. */
  changed: () => void
  /** The program, or the run, is over. */
  over: (reason: EndReason, message?: string, at?: Position) => void
}

/** A thread that has computed for so long without a sign of life hangs in one native operation, ms. */
const HUNG = 3000
const WATCH = 250

type Ended = Extract<FromGuest, { kind: 'ended' }>

const TOP_LEVEL = 'every thread runs the top level for itself: system calls belong into main'

export class Threads {
  readonly #options: ThreadsOptions
  readonly #bell = new Doorbell()
  readonly #machines = new Set<Machine>()
  /** Those that haven't run the program's top level yet. */
  readonly #loading = new Set<Machine>()
  readonly #osThreads = new Set<number>()
  #printed = 0
  readonly #watchdog: ReturnType<typeof setInterval>
  #closed = false

  constructor(options: ThreadsOptions) {
    this.#options = options
    this.#watchdog = setInterval(() => this.#watch(), WATCH)
    this.#bell
      .listen(() => this.#answer())
      .catch((error: Error) => options.over('failed', `the runtime failed: ${error.message}`))
  }

  /** Starts the program's first thread, when it and those that are to be ready have loaded. */
  boot(): void {
    const { kernel, ready } = this.#options
    this.#newMachine(kernel.boot(), { target: 'main', args: '[]' })
    for (let count = 0; count < ready; count += 1) this.#newMachine()
  }

  /** A thread is to call a function of the program. */
  spawn(thread: number, target: string, args: unknown): void {
    const spare = [...this.#machines].find((machine) => machine.thread === undefined)
    const machine = spare ?? this.#newMachine()
    machine.become(thread, { target, args: JSON.stringify(args) })
    if (machine.loaded) this.#options.kernel.started(thread)
  }

  /** The thread has the CPU: it goes on with these completions. */
  run(thread: number, completions: Completion[]): void {
    const machine = [...this.#machines].find((candidate) => candidate.thread === thread)
    if (machine) this.#goOn(machine, completions)
  }

  /** Lets running guests know whether somebody waits for the CPU. */
  showContention(): void {
    const { kernel } = this.#options
    for (const machine of this.#machines) {
      if (machine.thread !== undefined) machine.contended = kernel.contends(machine.thread)
    }
  }

  /** Distinct OS threads that ran guest code. */
  get ran(): number {
    return this.#osThreads.size
  }

  /** Whether every thread waits in the kernel for something. */
  get asleep(): boolean {
    const working = [...this.#machines].filter(({ thread }) => thread !== undefined)
    return working.every(({ asleep }) => asleep)
  }

  /** Ends all guests, and gives their OS threads back. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watchdog)
    this.#bell.ring()
    await Promise.all([...this.#machines].map((machine) => machine.leave()))
  }

  #newMachine(thread?: number, entry?: { target: string; args: string }): Machine {
    const { pool, program, seed, began, over } = this.#options
    const machine = new Machine(pool.take(), thread, entry)
    this.#machines.add(machine)
    this.#loading.add(machine)
    machine.begin(
      { program, seed, began, first: thread === 1, bell: this.#bell.shared },
      (message) => this.#hear(machine, message),
      (error) => over('failed', `an OS thread broke: ${error.message}`),
    )
    return machine
  }

  #hear(machine: Machine, message: FromGuest): void {
    if (this.#closed) return
    if (message.kind === 'loading') machine.loads()
    else if (message.kind === 'loaded') this.#loaded(machine)
    else this.#finished(machine, message)
  }

  #loaded(machine: Machine): void {
    const { kernel, changed } = this.#options
    this.#loading.delete(machine)
    machine.hasLoaded()
    // Where there's a first thread already, this changes nothing.
    if (this.#loading.size === 0) kernel.started(1)
    if (machine.thread !== undefined && machine.thread > 1) kernel.started(machine.thread)
    changed()
  }

  /** A guest has come to its end. An error in one thread of several ends that thread alone, and is printed. */
  #finished(machine: Machine, { end, request, reports }: Ended): void {
    const { kernel, over, changed, clock } = this.#options
    const { thread = 1, loaded } = machine
    this.#record(machine, reports)
    this.#machines.delete(machine)
    void machine.leave()
    const failed = end.how === 'failed'
    if (end.how === 'limit' || (failed && (thread === 1 || !loaded))) {
      over(end.how, end.message, end.at)
      return
    }
    if (failed) {
      const log = { kind: 'log', stream: 'err', text: `${kernel.nameOf(thread)}: ${end.message}` } as const
      this.#options.record(clock(), `thread:${thread}`, request, { ...log, ...(end.at && { at: end.at }) })
    }
    kernel.exited(thread)
    if (thread === 1) over('returned')
    else changed()
  }

  /** Somebody has rung: takes what guests hand in. False when the run is over. */
  #answer(): boolean {
    for (const machine of [...this.#machines]) {
      if (this.#closed) return false
      const message = machine.take()
      if (message) this.#enter(machine, message)
    }
    if (!this.#closed) this.#options.changed()
    return !this.#closed
  }

  #enter(machine: Machine, { json, payloads }: Message): void {
    const { kernel, over } = this.#options
    const end = json.indexOf('\n')
    this.#record(machine, JSON.parse(json.slice(0, end)) as Report[])
    const text = json.slice(end + 1)
    if (text === '') {
      this.#giveWay(machine)
      return
    }
    const frame = parseFrame(text, payloads)
    if (typeof frame === 'string') over('limit', frame)
    else if (!machine.loaded && this.#options.ready > 0) over('failed', TOP_LEVEL, frame.at)
    else {
      if (!machine.loaded) this.#startEarly()
      machine.sleeps()
      const completions = kernel.enter(machine.thread ?? 1, frame)
      if (completions) this.#goOn(machine, completions)
    }
  }

  /** A program may call the kernel in its top level already if it's the only thread that has one. */
  #startEarly(): void {
    this.#options.kernel.started(1)
    this.#options.changed()
  }

  /** The guest computes for long: others may have the CPU first. */
  #giveWay(machine: Machine): void {
    machine.sleeps()
    const { thread } = machine
    if (thread === undefined || !this.#options.kernel.preempt(thread)) this.#goOn(machine, [])
  }

  #goOn(machine: Machine, completions: Completion[]): void {
    if (machine.thread !== undefined) this.#osThreads.add(machine.os)
    machine.since = this.#options.clock()
    if (!machine.goOn(completions)) this.#options.over('limit', 'more bytes at once than a reply can hold')
  }

  /**
   * The top level runs in every machine, and only the first one is heard. Clocks of two OS threads differ by
   * some microseconds, so times are kept between those of the kernel's events around.
   */
  #record(machine: Machine, reports: Report[]): void {
    const { record, clock } = this.#options
    if (!machine.loaded && machine.thread !== 1) return
    const own = `thread:${machine.thread}`
    for (const report of reports) {
      const t = Math.min(Math.max(report.t, machine.since), clock())
      if (report.kind === 'log') this.#count(report.text)
      const event = eventOf(own, report)
      if (event) record(t, event.lane, report.request, event.happening)
    }
  }

  /** Each machine bounds what it prints, and all of them together are bounded here. */
  #count(text: string): void {
    this.#printed += text.length + 1
    if (this.#printed > LIMITS.output) this.#options.over('limit', outputMessage(LIMITS))
  }

  #watch(): void {
    const hung = [...this.#machines].filter((machine) => machine.listen() > HUNG).length > 0
    if (hung) this.#options.over('limit', `time limit: one operation took more than ${HUNG / 1000} s`)
  }
}

function eventOf(own: string, report: Report): { lane: string; happening: Happening } | undefined {
  if (report.kind === 'reported') return reportedEvent(own, report.lane, report.happening)
  const { stream, text, at } = report
  return { lane: own, happening: { kind: 'log', stream, text, ...(at && { at }) } }
}

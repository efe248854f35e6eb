/** A machine with the program loaded, on an OS thread of its own: what it does for the kernel's thread that it runs. */
import { formatReply } from '../../../kernel/frame.ts'
import type { Completion } from '../../../kernel/syscalls.ts'
import type { Message } from '../../../sandbox/guest.ts'
import type { Channel } from './channel.ts'
import type { FromGuest, GuestLoad } from './guest-messages.ts'
import type { GuestThread } from './guest-pool.ts'

/** What a machine calls once the kernel lets it: an exported function, with arguments as JSON. */
export interface Entry {
  target: string
  args: string
}

export class Machine {
  readonly #os: GuestThread
  readonly #channel: Channel
  /** The kernel's number of the thread that it runs; undefined while it waits for one. */
  thread: number | undefined
  /** The program's top level has run. */
  loaded = false
  /** When the kernel last let it go on, µs since the run began. */
  since = 0
  #entry: Entry | undefined
  /** The kernel has given it the CPU before it was loaded. */
  #mayStart = false
  /** It sleeps in a system call. */
  #asleep = false
  /** Since when it computes and has given no sign of life, ms; undefined while it doesn't compute. */
  #busy: number | undefined
  #beats = 0

  constructor(os: GuestThread, thread?: number, entry?: Entry) {
    this.#os = os
    this.#channel = os.channel
    this.thread = thread
    this.#entry = entry
  }

  /** Wakes the OS thread and has it load the program. */
  begin(
    load: Omit<GuestLoad, 'channel'>,
    heard: (message: FromGuest) => void,
    failed: (error: Error) => void,
  ): void {
    this.#os.listen(heard, failed)
    this.#os.send({ kind: 'load', ...load, channel: this.#channel.shared })
  }

  /** It has begun to run the program's top level. */
  loads(): void {
    this.#busy = performance.now()
  }

  hasLoaded(): void {
    this.loaded = true
    this.#busy = undefined
    if (this.#mayStart) this.#start()
  }

  /** From now on it is this thread, and will call this function. */
  become(thread: number, entry: Entry): void {
    this.thread = thread
    this.#entry = entry
  }

  /** What the guest has handed in, if anything: it sleeps until `goOn`. */
  take(): Message | undefined {
    return this.#channel.take()
  }

  /** What was taken has been looked at, and waits for `goOn`. */
  sleeps(): void {
    this.#asleep = true
    this.#busy = undefined
  }

  /** It has the CPU: its system call returns, or it starts. False if the guest can't be told so much at once. */
  goOn(completions: Completion[]): boolean {
    if (!this.#asleep) {
      this.#mayStart = true
      if (this.loaded) this.#start()
      return true
    }
    this.#asleep = false
    this.#busy = performance.now()
    return this.#channel.reply(formatReply(completions))
  }

  /** Whether it waits in the kernel, and so does nothing before somebody else does something. */
  get asleep(): boolean {
    return this.#asleep
  }

  /** For how long it has computed without a sign of life, ms, as far as one has looked. */
  listen(): number {
    const { beats } = this.#channel
    if (this.#busy !== undefined && beats !== this.#beats) this.#busy = performance.now()
    this.#beats = beats
    return this.#busy === undefined ? 0 : performance.now() - this.#busy
  }

  /** Tells OS threads apart. */
  get os(): number {
    return this.#os.id
  }

  set contended(contended: boolean) {
    this.#channel.contended = contended
  }

  /** Ends the guest, whatever it does, and gives the OS thread back. */
  leave(): Promise<void> {
    this.#channel.kill()
    return this.#os.leave()
  }

  #start(): void {
    const entry = this.#entry
    if (!entry) return
    this.#entry = undefined
    this.#busy = performance.now()
    this.#os.send({ kind: 'call', ...entry })
  }
}

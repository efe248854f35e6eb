/**
 * A guest: a program in a virtual machine, with the functions by which it reaches the kernel. How a system
 * call waits is up to the runtime; that it can only be reached this way is settled here.
 */

import { fromByteString, toByteString } from '../kernel/byte-string.ts'
import type { Position } from '../kernel/events.ts'
import type { CompiledProgram } from './compile.ts'
import type { Verdict } from './engine-options.ts'
import { glue, SUSPENDING_GLUE } from './glue.ts'
import { GREEN_PRELUDE } from './green-prelude.ts'
import { GuestError } from './guest-error.ts'
import { type GuestEnd, LastWords } from './last-words.ts'
import {
  burstMessage,
  type Limits,
  MOST_PAYLOADS,
  memoryMessage,
  outputMessage,
  PAYLOADS,
  payloadMessage,
  stackMessage,
} from './limits.ts'
import { resolveModule } from './modules.ts'
import { Observed } from './observed.ts'
import { PURE_FUNCTIONS } from './pure-functions.ts'
import { placeIn } from './stack-place.ts'
import { type HostFunction, Vm, type VmSnapshot } from './vm.ts'

/** A system call's frame or reply: JSON, and the bytes beside it. */
export interface Message {
  json: string
  payloads: Uint8Array[]
}

/** What a runtime gives its guests. None of these may throw. */
export interface GuestHost {
  /** Enters the kernel and comes back with the reply. Not used by suspending guests. */
  enter(frame: Message): Message
  /** Microseconds since the run began. */
  clock(): number
  /** An event that the guest library reports: JSON of a Happening; a lane of its own or ''. */
  report(lane: string, happening: string, request: number): void
  log(stream: 'out' | 'err', text: string, request: number, at: Position | undefined): void
  /** Called every 10,000 interrupt polls; true ends the guest. */
  interrupt(): boolean
}

export type { GuestEnd }

export interface GuestOptions {
  wasm: WebAssembly.Module
  program: CompiledProgram
  limits: Limits
  seed: number
  host: GuestHost
  /** What the whole run has printed; machines of one run share it. By default the machine has its own. */
  output?: Output
}

/** How much a run has printed. */
export interface Output {
  characters: number
}

export class Guest {
  readonly #options: GuestOptions
  #vm!: Vm
  #loading = true
  #outgoing: Uint8Array[] = []
  #incoming: Uint8Array[] = []
  readonly #output: Output
  readonly #observed = new Observed(() => this.#vm.polls)
  #burstStart = 0
  /** Why the guest must not go on. Once set it stays, whatever the guest catches. */
  #fatal: LastWords | undefined

  private constructor(options: GuestOptions) {
    this.#options = options
    this.#output = options.output ?? { characters: 0 }
  }

  /** A machine with the program loaded. What its top level throws is in `end`. */
  static async load(options: GuestOptions): Promise<{ guest: Guest; end?: GuestEnd }> {
    const guest = new Guest(options)
    guest.#vm = await Vm.create(guest.#vmOptions())
    guest.#loading = false
    for (const [name, call] of guest.#functions()) guest.#vm.define(name, call)
    const end = guest.#guarded(() => guest.#boot())
    return end.how === 'returned' ? { guest } : { guest, end }
  }

  /** A machine in the state that another one was in right after loading. */
  static async restore(options: GuestOptions, snapshot: VmSnapshot): Promise<Guest> {
    const guest = new Guest(options)
    guest.#vm = await Vm.restore(snapshot, guest.#vmOptions())
    guest.#loading = false
    for (const [name, call] of guest.#functions()) guest.#vm.redefine(name, call)
    guest.#burstStart = guest.polls
    return guest
  }

  snapshot(): VmSnapshot {
    return this.#vm.snapshot()
  }

  dispose(): void {
    this.#vm.dispose()
  }

  /** Interrupt polls that the program's own work has cost so far. */
  get polls(): number {
    return this.#vm.polls - this.#observed.total
  }

  get heap(): number {
    return this.#vm.heap
  }

  /** The request that the guest works for, 0 if that is the server itself. */
  get request(): number {
    return requestNumber(this.#vm.call('$current'))
  }

  /** From now on the guest only comes to its end. */
  kill(reason: string, at?: Position): void {
    const place = () => placeIn(String(this.#vm.call('$place') ?? ''), this.#options.program)
    this.#fatal ??= new LastWords(reason, place, at)
  }

  /** Calls `main` or another exported function and stays until it, async or not, is over. `args` is JSON. */
  run(target: string, args = '[]'): GuestEnd {
    return this.#guarded(() => {
      this.#vm.call('$entry', target, args)
      this.#drain()
      this.#vm.call('$settled')
    })
  }

  /** Starts a function of a suspending guest: its first frame, or its end. */
  start(target: string, args = '[]'): Message | GuestEnd {
    return this.#suspending(() => this.#vm.call('$start', target, args))
  }

  /** Lets a suspending guest go on with the reply to its frame. */
  resume(reply: Message): Message | GuestEnd {
    this.#incoming = reply.payloads
    this.#burstStart = this.polls
    return this.#suspending(() => this.#vm.call('$resume', reply.json))
  }

  #suspending(action: () => unknown): Message | GuestEnd {
    let json: unknown
    const end = this.#guarded(() => {
      json = action()
    })
    if (end.how !== 'returned' || typeof json !== 'string') return end
    return this.#frame(json)
  }

  /** What the guest hands in, and what we know better. Of two fields of one name the last one counts. */
  #frame(json: string): Message {
    const frame = `${json.slice(0, -1)},"heap":${this.#vm.heap}}`
    return { json: frame, payloads: this.#outgoing.splice(0) }
  }

  #vmOptions() {
    const { wasm, limits, program, seed, host } = this.#options
    const modules = new Map(Object.entries(program.modules))
    return {
      wasm,
      limits,
      modules,
      resolve: (importer: string, specifier: string) =>
        specifier === program.file ? specifier : resolveModule(program, importer, specifier),
      seed,
      clock: () => host.clock(),
      interrupt: () => this.#interrupt(),
      exhausted: (what: 'memory' | 'stack') =>
        this.kill(what === 'memory' ? memoryMessage(limits) : stackMessage(limits)),
    }
  }

  #boot(): void {
    const { program } = this.#options
    this.#vm.script(glue(program.file, program.green), 'glue')
    this.#vm.script(GREEN_PRELUDE, 'glue')
    if (program.suspending) this.#vm.script(SUSPENDING_GLUE, 'glue')
    this.#vm.module(program.boot, 'boot')
    this.#drain()
  }

  #interrupt(): Verdict {
    const { limits, host } = this.#options
    if (this.#loading || this.#fatal?.looking) return 'go on'
    if (this.polls - this.#burstStart > limits.burst) this.kill(burstMessage(limits))
    if (host.interrupt()) return 'end'
    if (!this.#fatal) return 'go on'
    return this.#fatal.place() ? 'end' : 'ask again'
  }

  #functions(): (readonly [string, HostFunction])[] {
    const { host, program } = this.#options
    const common: (readonly [string, HostFunction])[] = [
      ...PURE_FUNCTIONS,
      ['$put', (bytes) => this.#put(String(bytes))],
      ['$take', () => toByteString(this.#incoming.shift() ?? new Uint8Array())],
      ['$clock', () => host.clock() / 1000],
      ['$report', (lane, text, request) => host.report(String(lane), String(text), requestNumber(request))],
      ['$observe', (begins) => this.#observed.mark(begins === true)],
      ['$heap', () => this.#vm.heap],
      ['$jobs', () => this.#drain()],
      ['$refused', (line, column) => this.#refused(line, column)],
      ['$log', (stream, text, request, line, column) => this.#log(stream, text, request, line, column)],
    ]
    return program.suspending ? common : [['$enter', (json) => this.#enter(String(json))], ...common]
  }

  /** Keeps bytes for the next frame. They lie in our memory, not in the guest's: they have a limit of their own. */
  #put(bytes: string): void {
    const lying = this.#outgoing.reduce((sum, { length }) => sum + length, bytes.length)
    if (lying > PAYLOADS || this.#outgoing.length === MOST_PAYLOADS) this.kill(payloadMessage)
    else this.#outgoing.push(fromByteString(bytes))
  }

  /** The engine has refused to give memory: that ends the run, whether the guest catches the error or not. */
  #refused(line: unknown, column: unknown): void {
    this.kill(memoryMessage(this.#options.limits), this.#position(line, column))
  }

  #position(line: unknown, column: unknown): Position | undefined {
    return line ? { file: this.#options.program.file, line: Number(line), column: Number(column) } : undefined
  }

  #enter(json: string): string {
    const reply = this.#options.host.enter(this.#frame(json))
    this.#incoming = reply.payloads
    this.#burstStart = this.polls
    return reply.json
  }

  #log(stream: unknown, text: unknown, request: unknown, line: unknown, column: unknown): void {
    const { host, limits } = this.#options
    if (this.#fatal !== undefined) return
    const at = this.#position(line, column)
    this.#output.characters += String(text).length + 1
    if (this.#output.characters > limits.output) this.kill(outputMessage(limits), at)
    else host.log(stream === 'err' ? 'err' : 'out', String(text), requestNumber(request), at)
  }

  /** Runs promise jobs one at a time. What one throws is printed, and the next has its turn. */
  #drain(): void {
    while (this.#fatal === undefined) {
      try {
        if (!this.#vm.runJob()) break
      } catch (error) {
        this.#complain('', error)
      }
    }
    for (const error of this.#vm.takeRejections()) {
      this.#complain('a promise was rejected and nobody handled it: ', error)
    }
  }

  /** Prints an error that no code of the guest is there to catch. */
  #complain(what: string, error: unknown): void {
    if (!(error instanceof GuestError)) throw error
    const at = placeIn(error.stack, this.#options.program)?.at
    this.#log('err', `${what}${error.name}: ${error.message}`, 0, at?.line, at?.column)
  }

  #guarded(action: () => void): GuestEnd {
    try {
      action()
      return this.#fatal?.end ?? { how: 'returned' }
    } catch (error) {
      if (!(error instanceof GuestError)) throw error
      return this.#fatal?.end ?? this.#failure(error)
    }
  }

  #failure({ name, message, stack }: GuestError): GuestEnd {
    const { program, limits } = this.#options
    const at = placeIn(stack, program)?.at
    const place = at ? { at } : {}
    if (message === 'out of memory') return { how: 'limit', message: memoryMessage(limits), ...place }
    if (message === 'Maximum call stack size exceeded') {
      return { how: 'limit', message: stackMessage(limits), ...place }
    }
    return { how: 'failed', message: `${name}: ${message}`, ...place }
  }
}

/** Guests may say anything; what isn't a number of a request counts as the server's own. */
function requestNumber(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0
}

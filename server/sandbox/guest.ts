/**
 * A guest: a program in a virtual machine, with the functions by which it reaches the kernel. How a system
 * call waits is up to the runtime; that it can only be reached this way is settled here.
 */
import type { Position } from '../kernel/events.ts'
import { decodeBson, encodeBson } from './bson-bridge.ts'
import { fromByteString, toByteString } from './byte-string.ts'
import type { CompiledProgram } from './compile.ts'
import { glue, SUSPENDING_GLUE } from './glue.ts'
import { GREEN_PRELUDE } from './green-prelude.ts'
import { burstMessage, type Limits, memoryMessage, outputMessage } from './limits.ts'
import { resolveModule } from './modules.ts'
import { GuestError, type HostFunction, Vm, type VmSnapshot } from './vm.ts'

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

/** How a piece of guest code ended. */
export type GuestEnd =
  | { how: 'returned' }
  | { how: 'failed'; message: string; at?: Position }
  | { how: 'limit'; message: string; at?: Position }

export interface GuestOptions {
  wasm: WebAssembly.Module
  program: CompiledProgram
  limits: Limits
  seed: number
  host: GuestHost
}

export class Guest {
  readonly #options: GuestOptions
  #vm!: Vm
  #loading = true
  #outgoing: Uint8Array[] = []
  #incoming: Uint8Array[] = []
  #printed = 0
  /** Polls spent on looking at the stack for the timeline. */
  #observed = 0
  #observeStart = 0
  #observers = 0
  #burstStart = 0
  /** Why the guest must not go on. Once set it stays, whatever the guest catches. */
  #fatal: string | undefined

  private constructor(options: GuestOptions) {
    this.#options = options
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
    guest.#burstStart = guest.#vm.polls
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
    return this.#vm.polls - this.#observed
  }

  get heap(): number {
    return this.#vm.heap
  }

  /** From now on the guest only comes to its end. */
  kill(reason: string): void {
    this.#fatal ??= reason
  }

  /** Calls `main` or another exported function and stays until it's over. `args` is JSON. */
  run(target: string, args = '[]'): GuestEnd {
    return this.#guarded(() => this.#vm.call('$entry', target, args))
  }

  /** Starts a function of a suspending guest: its first frame, or its end. */
  start(target: string, args = '[]'): Message | GuestEnd {
    return this.#suspending(() => this.#vm.call('$start', target, args))
  }

  /** Lets a suspending guest go on with the reply to its frame. */
  resume(reply: Message): Message | GuestEnd {
    this.#incoming = reply.payloads
    this.#burstStart = this.#vm.polls
    return this.#suspending(() => this.#vm.call('$resume', reply.json))
  }

  #suspending(action: () => unknown): Message | GuestEnd {
    let json: unknown
    const end = this.#guarded(() => {
      json = action()
    })
    if (end.how !== 'returned' || typeof json !== 'string') return end
    return { json, payloads: this.#outgoing.splice(0) }
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
    }
  }

  #boot(): void {
    const { program } = this.#options
    this.#vm.script(glue(program.file), 'glue')
    this.#vm.script(GREEN_PRELUDE, 'glue')
    if (program.suspending) this.#vm.script(SUSPENDING_GLUE, 'glue')
    this.#vm.module(program.boot, 'boot')
    this.#drain()
  }

  #interrupt(): boolean {
    const { limits, host } = this.#options
    if (this.#loading) return false
    if (this.#vm.polls - this.#burstStart > limits.burst) this.kill(burstMessage(limits))
    return host.interrupt() || this.#fatal !== undefined
  }

  #functions(): [string, HostFunction][] {
    const { host, program, limits } = this.#options
    const common: [string, HostFunction][] = [
      [
        '$put',
        (bytes) => {
          this.#outgoing.push(fromByteString(String(bytes)))
          return undefined
        },
      ],
      ['$take', () => toByteString(this.#incoming.shift() ?? new Uint8Array())],
      ['$clock', () => host.clock() / 1000],
      [
        '$report',
        (lane, happening, request) => host.report(String(lane), String(happening), Number(request)),
      ],
      ['$observe', (begins) => this.#observe(begins === true)],
      ['$heap', () => this.#vm.heap],
      ['$jobs', () => this.#drain()],
      ['$refused', () => this.kill(memoryMessage(limits))],
      ['$encodeText', (text) => toByteString(new TextEncoder().encode(String(text)))],
      ['$decodeText', (bytes) => new TextDecoder().decode(fromByteString(String(bytes)))],
      ['$encodeBson', (json) => encodeBson(String(json))],
      ['$decodeBson', (bytes) => decodeBson(String(bytes))],
      ['$log', (stream, text, request, line, column) => this.#log(stream, text, request, line, column)],
    ]
    return program.suspending ? common : [['$enter', (json) => this.#enter(String(json))], ...common]
  }

  #enter(json: string): string {
    const reply = this.#options.host.enter({ json, payloads: this.#outgoing.splice(0) })
    this.#incoming = reply.payloads
    this.#burstStart = this.#vm.polls
    return reply.json
  }

  #log(stream: unknown, text: unknown, request: unknown, line: unknown, column: unknown): void {
    const { host, program, limits } = this.#options
    if (this.#fatal !== undefined) return
    this.#printed += String(text).length + 1
    if (this.#printed > limits.output) return this.kill(outputMessage(limits))
    const at = line ? { file: program.file, line: Number(line), column: Number(column) } : undefined
    host.log(stream === 'err' ? 'err' : 'out', String(text), Number(request) || 0, at)
  }

  /** Begins or ends a look at the stack; one may begin inside another. */
  #observe(begins: boolean): void {
    if (!begins) this.#observers -= 1
    if (this.#observers === 0) {
      if (begins) this.#observeStart = this.#vm.polls
      else this.#observed += this.#vm.polls - this.#observeStart
    }
    if (begins) this.#observers += 1
  }

  /** Runs promise jobs one at a time. What one throws is printed, and the next has its turn. */
  #drain(): void {
    const { host } = this.#options
    for (;;) {
      try {
        if (this.#fatal !== undefined || !this.#vm.runJob()) break
      } catch (error) {
        if (!(error instanceof GuestError)) throw error
        host.log('err', `${error.name}: ${error.message}`, 0, undefined)
      }
    }
    for (const { name, message } of this.#vm.takeRejections()) {
      host.log('err', `a promise was rejected and nobody handled it: ${name}: ${message}`, 0, undefined)
    }
  }

  #guarded(action: () => void): GuestEnd {
    try {
      action()
      return this.#fatal === undefined ? { how: 'returned' } : { how: 'limit', message: this.#fatal }
    } catch (error) {
      if (!(error instanceof GuestError)) throw error
      const at = this.#placeIn(error.stack)
      const place = at ? { at } : {}
      if (this.#fatal !== undefined) return { how: 'limit', message: this.#fatal, ...place }
      return { how: 'failed', message: `${error.name}: ${error.message}`, ...place }
    }
  }

  /** The innermost place in a stack trace that is in the program itself. */
  #placeIn(stack: string): Position | undefined {
    const { file } = this.#options.program
    for (const line of stack.split('\n')) {
      const place = /\(?([^ (]+):(\d+):(\d+)\)?$/.exec(line)
      if (place?.[1] === file) return { file, line: Number(place[2]), column: Number(place[3]) }
    }
    return undefined
  }
}

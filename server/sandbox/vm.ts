/**
 * The adapter around quickjs-wasi: everything that touches the engine is in this file. Host functions take
 * and give primitive values only, and never throw into the guest.
 */
import {
  EvalFlags,
  JSException,
  JSValueHandle,
  QuickJS,
  type QuickJSOptions,
  type Snapshot,
} from 'quickjs-wasi'
import type { Limits } from './limits.ts'

/** What a host function is handed and may give back. */
export type Primitive = string | number | boolean | null | undefined

/** A function of the host that guests call. It must not throw. */
// biome-ignore lint/suspicious/noConfusingVoidType: a host function may have nothing to answer
export type HostFunction = (...args: Primitive[]) => Primitive | void

/** What a guest threw, as text. `stack` holds guest places only. */
export class GuestError extends Error {
  override name: string
  override stack: string
  constructor(name: string, message: string, stack: string) {
    super(message)
    this.name = name
    this.stack = stack
  }
}

export interface VmOptions {
  wasm: WebAssembly.Module
  limits: Limits
  /** Module texts by their resolved name. */
  modules: ReadonlyMap<string, string>
  /** Turns what stands in an import into the name of a module. */
  resolve: (importer: string, specifier: string) => string
  /** Called every 10,000 interrupt polls; true ends the guest. */
  interrupt: () => boolean
  /** Seeds everything random in the guest. */
  seed: number
  /** Microseconds since the run began, for the guest's Date. */
  clock: () => number
}

/** Promises that were rejected and that nobody has handled yet, by their address in the guest. */
type Rejections = Map<number, GuestError>

export type VmSnapshot = Snapshot

/** Polls between two calls of the interrupt handler (JS_INTERRUPT_COUNTER_INIT of QuickJS-ng). */
const POLLS_PER_INTERRUPT = 10_000
/** What `promiseState` says of a promise that was rejected. */
const REJECTED = 2
/** Offset of `interrupt_counter` in JSContext and of `malloc_size` in JSRuntime, quickjs-wasi 3.6.2. */
const COUNTER_OFFSET = 292
const MALLOC_OFFSET = 24
/** The moment at which guests think that they live: the kick-off of the 2014 World Cup, µs. */
const EPOCH = Date.UTC(2014, 5, 12, 20) * 1000
/** Collections are made between runs, not in the middle of a picture. */
const GC_THRESHOLD = 16 << 20

export class Vm {
  readonly #engine: QuickJS
  readonly #interrupts: { count: number }
  readonly #rejections: Rejections
  readonly #counter: number
  readonly #malloc: number
  #view: Int32Array

  private constructor(engine: QuickJS, interrupts: { count: number }, rejections: Rejections) {
    this.#engine = engine
    this.#rejections = rejections
    this.#interrupts = interrupts
    const exports = engine._getExports()
    this.#counter = (exports.qjs_get_context_ptr() + COUNTER_OFFSET) / 4
    this.#malloc = (exports.qjs_get_runtime_ptr() + MALLOC_OFFSET) / 4
    this.#view = new Int32Array(engine._getMemory().buffer)
    engine.gcThreshold = GC_THRESHOLD
  }

  static async create(options: VmOptions): Promise<Vm> {
    const interrupts = { count: 0 }
    const rejections: Rejections = new Map()
    const vm = new Vm(
      await QuickJS.create(engineOptions(options, interrupts, rejections)),
      interrupts,
      rejections,
    )
    vm.#checkGauges()
    return vm
  }

  /** A new machine in the state in which another one was; its host functions have to be defined again. */
  static async restore(snapshot: VmSnapshot, options: VmOptions): Promise<Vm> {
    const interrupts = { count: 0 }
    const rejections: Rejections = new Map()
    const engine = await QuickJS.restore(snapshot, engineOptions(options, interrupts, rejections))
    return new Vm(engine, interrupts, rejections)
  }

  snapshot(): VmSnapshot {
    return this.#engine.snapshot()
  }

  dispose(): void {
    this.#engine.dispose()
  }

  /** Interrupt polls so far: how much the guest has computed. */
  get polls(): number {
    return POLLS_PER_INTERRUPT * this.#interrupts.count - this.#memory()[this.#counter]!
  }

  /** Bytes that the guest has allocated. */
  get heap(): number {
    return this.#memory()[this.#malloc]!
  }

  /** Defines a global function of the guest. It gets strings and numbers; other arguments arrive as undefined. */
  define(name: string, call: HostFunction): void {
    const engine = this.#engine
    const handle = engine.newFunction(name, (...args) =>
      this.#toGuest(call(...args.map(toHost)) ?? undefined),
    )
    engine.defineProp(engine.global, name, handle, {})
    handle.dispose()
  }

  /** Gives a host function back to a restored machine. */
  redefine(name: string, call: HostFunction): void {
    this.#engine.registerHostCallback(name, (...args) =>
      this.#toGuest(call(...args.map(toHost)) ?? undefined),
    )
  }

  /** Runs a script, for its effects. */
  script(code: string, file: string): void {
    this.#guarded(() => this.#engine.evalCode(code, file, EvalFlags.TYPE_GLOBAL).dispose())
  }

  /** Loads a module and everything that it imports, and runs their top levels. */
  module(code: string, file: string): void {
    this.#guarded(() => {
      const promise = this.#engine.evalCode(code, file, EvalFlags.TYPE_MODULE)
      this.#engine.executePendingJobs()
      if (promise.promiseState !== REJECTED) return promise.dispose()
      this.#engine.markPromiseHandled(promise)
      const reason = new JSValueHandle(
        this.#engine,
        this.#engine._getExports().qjs_promise_result(promise.ptr),
      )
      const rethrow = this.#engine.evalCode('(reason) => { throw reason }')
      this.#engine.callFunction(rethrow, this.#engine.undefined, reason)
    })
  }

  /** Calls a global function with primitive arguments. */
  call(name: string, ...args: Primitive[]): Primitive {
    return this.#guarded(() => {
      const handles = args.map((arg) => this.#toGuest(arg))
      const target = this.#engine.global.getProp(name)
      const result = this.#engine.callFunction(target, this.#engine.undefined, ...handles)
      const value = toHost(result)
      result.dispose()
      return value
    })
  }

  /** Runs the next promise job; false if there is none. What the job threw comes out as a GuestError. */
  runJob(): boolean {
    const exports = this.#engine._getExports()
    if (exports.qjs_is_job_pending() === 0) return false
    const ran = exports.qjs_execute_pending_job()
    if (ran < 0) throw toGuestError(new JSException(this.#engine.getException()))
    return true
  }

  /** Takes the rejections that nobody has handled by now. */
  takeRejections(): GuestError[] {
    const taken = [...this.#rejections.values()]
    this.#rejections.clear()
    return taken
  }

  #memory(): Int32Array {
    if (this.#view.length === 0) this.#view = new Int32Array(this.#engine._getMemory().buffer)
    return this.#view
  }

  #toGuest(value: Primitive): JSValueHandle {
    const engine = this.#engine
    if (typeof value === 'string') return engine.newString(value)
    if (typeof value === 'number') return engine.newNumber(value)
    if (typeof value === 'boolean') return value ? engine.true : engine.false
    return value === null ? engine.null : engine.undefined
  }

  #guarded<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw toGuestError(error)
    }
  }

  /** The offsets are those of one version of the engine: a wrong one must not go unnoticed. */
  #checkGauges(): void {
    const before = this.polls
    this.script('for (let i = 0; i < 1000; i++);', 'gauge')
    const counted = this.polls - before
    const { mallocSize } = this.#engine.getMemoryUsage()
    if (counted < 1000 || counted > 3000 || mallocSize !== this.heap) {
      throw new Error('quickjs-wasi keeps its counters elsewhere: use the pinned version')
    }
  }
}

function engineOptions(
  options: VmOptions,
  interrupts: { count: number },
  rejections: Rejections,
): QuickJSOptions {
  const { wasm, limits, modules, resolve, seed, clock } = options
  return {
    wasm,
    memoryLimit: limits.memory,
    maxStackSize: limits.stack,
    timezoneOffset: 0,
    interruptHandler: () => {
      interrupts.count += 1
      return options.interrupt()
    },
    onUnhandledRejection: (promise, reason, isHandled) => {
      const address = promise.vm._getExports().qjs_get_value_ptr(promise.ptr)
      if (isHandled) rejections.delete(address)
      else rejections.set(address, rejectionError(reason))
    },
    moduleLoader: { normalize: resolve, load: (name) => modules.get(name) ?? '' },
    wasi: (memory) => ({
      clock_time_get: (_clock: number, _precision: bigint, pointer: number) => {
        const time = BigInt(EPOCH + Math.floor(clock())) * 1000n + BigInt(seed)
        new DataView(memory.buffer).setBigUint64(pointer, time, true)
        return 0
      },
      random_get: (pointer: number, length: number) => {
        new Uint8Array(memory.buffer, pointer, length).fill(seed & 0xff)
        return 0
      },
    }),
  }
}

function toHost(handle: JSValueHandle): Primitive {
  if (handle.isString) return handle.toString()
  if (handle.isNumber) return handle.toNumber()
  if (handle.isBool) return handle.toBoolean()
  return handle.isNull ? null : undefined
}

function rejectionError(reason: JSValueHandle): GuestError {
  if (!reason.isObject) return new GuestError('Error', String(toHost(reason)), '')
  const text = (name: string) => String(reason.getProp(name).consume(toHost) ?? '')
  return new GuestError(text('name'), text('message'), text('stack'))
}

/** Failures of the engine itself (out of memory, a stack overflow of the host) come out as guest errors too. */
function toGuestError(error: unknown): unknown {
  if (error instanceof GuestError) return error
  if (error instanceof JSException) {
    const { name, message, stack } = error
    if (!error.handle.disposed) error.handle.dispose()
    return new GuestError(name, message, stack ?? '')
  }
  const { name, message } = error as Error
  return new GuestError(name, message.split('\n')[0]!, '')
}

/**
 * The adapter around quickjs-wasi: nobody but this file and its three neighbours (engine-options, gauges,
 * guest-error) knows the engine. Host functions take and give primitive values only, and never throw into
 * the guest.
 */
import { EvalFlags, JSException, JSValueHandle, QuickJS, type Snapshot } from 'quickjs-wasi'
import { engineOptions, type Interrupts, type Rejections, type VmOptions } from './engine-options.ts'
import { checkGauges, Gauges } from './gauges.ts'
import { type GuestError, toGuestError } from './guest-error.ts'

/** What a host function is handed and may give back. */
export type Primitive = string | number | boolean | null | undefined

/** A function of the host that guests call. It must not throw. */
// biome-ignore lint/suspicious/noConfusingVoidType: a host function may have nothing to answer
export type HostFunction = (...args: Primitive[]) => Primitive | void

export type VmSnapshot = Snapshot

/** Polls between two looks at memory and stack, and between two calls of `interrupt`. */
const POLLS_PER_LOOK = 50
const POLLS_PER_INTERRUPT = 10_000
/** Polls that a guest which has to end may spend on describing its error; half as many the next time, and so on. */
const LAST_POLLS = 4096
/** What `promiseState` says of a promise that was rejected. */
const REJECTED = 2
/** Collections are made between runs, not in the middle of a picture. */
const GC_THRESHOLD = 16 << 20

export class Vm {
  readonly #engine: QuickJS
  readonly #options: VmOptions
  readonly #rejections: Rejections
  readonly #gauges: Gauges
  /** Polls until `interrupt` is called. */
  #untilInterrupt = POLLS_PER_INTERRUPT
  #lastPolls = LAST_POLLS
  /** What the last call of a host function has answered. */
  #answer: JSValueHandle | undefined

  private constructor(engine: QuickJS, options: VmOptions, interrupts: Interrupts, rejections: Rejections) {
    this.#engine = engine
    this.#options = options
    this.#rejections = rejections
    this.#gauges = new Gauges(engine)
    interrupts.handle = () => this.#interrupted()
    engine.gcThreshold = GC_THRESHOLD
  }

  static async create(options: VmOptions): Promise<Vm> {
    const interrupts: Interrupts = {}
    const rejections: Rejections = new Map()
    const engine = await QuickJS.create(engineOptions(options, interrupts, rejections))
    const vm = new Vm(engine, options, interrupts, rejections)
    checkGauges(vm.#gauges, engine, () => vm.script('for (let i = 0; i < 1000; i++);', 'gauge'))
    return vm
  }

  /** A new machine in the state in which another one was; its host functions have to be defined again. */
  static async restore(snapshot: VmSnapshot, options: VmOptions): Promise<Vm> {
    const interrupts: Interrupts = {}
    const rejections: Rejections = new Map()
    const engine = await QuickJS.restore(snapshot, engineOptions(options, interrupts, rejections))
    return new Vm(engine, options, interrupts, rejections)
  }

  snapshot(): VmSnapshot {
    return this.#engine.snapshot()
  }

  dispose(): void {
    this.#engine.dispose()
  }

  /** Interrupt polls so far: how much the guest has computed. */
  get polls(): number {
    return this.#gauges.polls
  }

  /** Bytes that the guest has allocated. */
  get heap(): number {
    return this.#gauges.heap
  }

  /** Defines a global function of the guest. It gets strings and numbers; other arguments arrive as undefined. */
  define(name: string, call: HostFunction): void {
    const engine = this.#engine
    const handle = engine.newFunction(name, this.#answering(call))
    engine.defineProp(engine.global, name, handle, {})
    handle.dispose()
  }

  /** Gives a host function back to a restored machine. */
  redefine(name: string, call: HostFunction): void {
    this.#engine.registerHostCallback(name, this.#answering(call))
  }

  /** The engine copies an answer after we have given it, and never frees ours: so that's done before the next one. */
  #answering(call: HostFunction): (...args: JSValueHandle[]) => JSValueHandle {
    return (...args) => {
      const value = call(...args.map(toHost))
      this.#answer?.dispose()
      this.#answer = this.#toGuest(value ?? undefined)
      return this.#answer
    }
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
      try {
        return this.#engine.callFunction(target, this.#engine.undefined, ...handles).consume(toHost)
      } finally {
        for (const handle of [target, ...handles]) handle.dispose()
      }
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

  /** Whether the guest has to end, here and now. */
  #interrupted(): boolean {
    const { interrupt, exhausted, limits } = this.#options
    this.#untilInterrupt -= POLLS_PER_LOOK
    this.#gauges.makeRoom()
    if (this.#gauges.heap > limits.memory) exhausted('memory')
    else if (this.#gauges.stack > limits.stack) exhausted('stack')
    else if (this.#untilInterrupt > 0) return this.#goOn(POLLS_PER_LOOK)
    this.#untilInterrupt = POLLS_PER_INTERRUPT
    const verdict = interrupt()
    if (verdict === 'end') return this.#end()
    if (verdict === 'ask again') this.#untilInterrupt = 0
    return this.#goOn(verdict === 'ask again' ? 1 : POLLS_PER_LOOK)
  }

  #goOn(polls: number): boolean {
    this.#gauges.grant(polls)
    return false
  }

  /** The engine drops an interrupt that hits while an error is described, so it's repeated, ever sooner. */
  #end(): boolean {
    this.#untilInterrupt = 0
    this.#lastPolls = Math.max(1, this.#lastPolls >> 1)
    this.#gauges.grant(this.#lastPolls)
    return true
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
}

function toHost(handle: JSValueHandle): Primitive {
  if (handle.isString) return handle.toString()
  if (handle.isNumber) return handle.toNumber()
  if (handle.isBool) return handle.toBoolean()
  return handle.isNull ? null : undefined
}

/**
 * What the engine's own memory tells while a guest runs: how much it has computed, allocated and stacked up.
 * The offsets are those of one version of the engine, so they are checked whenever a machine is made.
 */
import type { QuickJS } from 'quickjs-wasi'

/** Offset of `interrupt_counter` in JSContext and of `malloc_size` in JSRuntime, quickjs-wasi 3.6.2. */
const COUNTER_OFFSET = 292
const MALLOC_OFFSET = 24

/** The part of its size by which a machine's memory grows at least once it grows. */
const GROWTH = 1 / 8

export class Gauges {
  readonly #engine: QuickJS
  readonly #memory: WebAssembly.Memory
  readonly #counter: number
  readonly #malloc: number
  readonly #stackPointer: WebAssembly.Global
  readonly #stackTop: number
  #view: Int32Array
  /** Bytes of memory, used or not, when room was made last. */
  #size: number
  /** Polls granted so far, used up or not. */
  #granted = 0

  constructor(engine: QuickJS) {
    const exports = engine._getExports()
    this.#engine = engine
    this.#memory = engine._getMemory()
    this.#view = new Int32Array(this.#memory.buffer)
    this.#size = this.#view.byteLength
    this.#counter = (exports.qjs_get_context_ptr() + COUNTER_OFFSET) / 4
    this.#malloc = (exports.qjs_get_runtime_ptr() + MALLOC_OFFSET) / 4
    this.#stackPointer = exports.__stack_pointer
    this.#stackTop = Number(this.#stackPointer.value)
  }

  /** Interrupt polls, in which the engine counts calls and turns of loops; only differences mean something. */
  get polls(): number {
    return this.#granted - this.#words[this.#counter]!
  }

  /** Bytes that the guest has allocated. */
  get heap(): number {
    return this.#words[this.#malloc]!
  }

  /** Bytes of stack in use. */
  get stack(): number {
    return this.#stackTop - Number(this.#stackPointer.value)
  }

  /** To be called in the engine's interrupt handler: it will be called again after so many polls. */
  grant(polls: number): void {
    this.#granted += polls
    this.#words[this.#counter] = polls
  }

  /**
   * Gets the engine room for more if its memory has grown since the last call. By itself it grows by 64 KiB at a time,
   * and each time costs the host more, the larger it is. What the guest may allocate stays what it was.
   */
  makeRoom(): void {
    const size = this.#memory.buffer.byteLength
    if (size === this.#size) return
    const exports = this.#engine._getExports()
    // What is freed at the end of the memory is taken first.
    const room = exports.wasm_malloc(Math.floor(size * GROWTH))
    if (room !== 0) exports.wasm_free(room)
    this.#size = this.#memory.buffer.byteLength
  }

  get #words(): Int32Array {
    // Memory that has grown is another buffer.
    if (this.#view.length === 0) this.#view = new Int32Array(this.#memory.buffer)
    return this.#view
  }
}

/** Throws if the engine keeps its counters elsewhere. `work` is a thousand turns of a loop. */
export function checkGauges(gauges: Gauges, engine: QuickJS, work: () => void): void {
  const before = gauges.polls
  work()
  const counted = gauges.polls - before
  const { mallocSize } = engine.getMemoryUsage()
  if (counted < 1000 || counted > 3000 || mallocSize !== gauges.heap || gauges.stack !== 0) {
    throw new Error('quickjs-wasi keeps its counters elsewhere: use the pinned version')
  }
}

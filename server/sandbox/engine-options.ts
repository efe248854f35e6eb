/** How the engine is set up: its limits, its modules, and everything it would otherwise get from the machine. */
import type { QuickJSOptions } from 'quickjs-wasi'
import { type GuestError, rejectionError } from './guest-error.ts'
import { HEAP_RESERVE, type Limits, STACK_RESERVE } from './limits.ts'

/** What becomes of a guest that has been interrupted; `ask again` means at the very next poll. */
export type Verdict = 'go on' | 'ask again' | 'end'

export interface VmOptions {
  wasm: WebAssembly.Module
  limits: Limits
  /** Module texts by their resolved name. */
  modules: ReadonlyMap<string, string>
  /** Turns what stands in an import into the name of a module. */
  resolve: (importer: string, specifier: string) => string
  /** Called every 10,000 interrupt polls, and sooner if it asks for that. */
  interrupt: () => Verdict
  /** The guest has used up its stack or its memory: it ends now. */
  exhausted: (what: 'memory' | 'stack') => void
  /** Seeds everything random in the guest. */
  seed: number
  /** Microseconds since the run began, for the guest's Date. */
  clock: () => number
}

/** Promises that were rejected and that nobody has handled yet, by their address in the guest. */
export type Rejections = Map<number, GuestError>

/** Called by the engine; a machine puts in what it does as soon as there is one. */
export interface Interrupts {
  handle?: () => boolean
}

/** The moment at which guests think that they live: the kick-off of the 2014 World Cup, µs. */
const EPOCH = Date.UTC(2014, 5, 12, 20) * 1000
/** An odd number that makes of neighbouring seeds distant ones. */
const SPREAD = 0x9e3779b1

export function engineOptions(
  options: VmOptions,
  interrupts: Interrupts,
  rejections: Rejections,
): QuickJSOptions {
  const { wasm, limits, modules, resolve, clock } = options
  const seed = Math.imul(options.seed, SPREAD) >>> 0
  return {
    wasm,
    memoryLimit: limits.memory + HEAP_RESERVE,
    maxStackSize: limits.stack + STACK_RESERVE,
    timezoneOffset: 0,
    interruptHandler: () => interrupts.handle?.() ?? false,
    onUnhandledRejection: (promise, reason, isHandled) => {
      const address = promise.vm._getExports().qjs_get_value_ptr(promise.ptr)
      if (isHandled) rejections.delete(address)
      else rejections.set(address, rejectionError(reason))
    },
    moduleLoader: { normalize: resolve, load: (name) => modules.get(name) ?? '' },
    wasi: (memory) => ({
      clock_time_get: (_clock: number, _precision: bigint, pointer: number) => {
        // Math.random takes its seed from the clock, once, while the machine is made.
        const time = EPOCH + (interrupts.handle ? Math.floor(clock()) : seed)
        new DataView(memory.buffer).setBigUint64(pointer, BigInt(time) * 1000n, true)
        return 0
      },
      random_get: (pointer: number, length: number) => {
        new Uint8Array(memory.buffer, pointer, length).fill(seed & 0xff)
        return 0
      },
    }),
  }
}

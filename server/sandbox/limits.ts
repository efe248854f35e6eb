/** What a program may use up. Reaching a limit ends the run with a message that names it. */

export interface Limits {
  /** Guest memory, bytes. */
  memory: number
  /** Stack of the virtual machine, bytes. */
  stack: number
  /** Interrupt polls between two system calls; one poll counts as 1 µs of virtual CPU time. */
  burst: number
  /** Characters a run may print. */
  output: number
}

/**
 * What the engine gives beyond the limits, bytes: room in which the error that ends the program can still be
 * described. Together with it the stack has the 128 KiB that every browser can give.
 */
export const HEAP_RESERVE = 1 << 20
export const STACK_RESERVE = 32 << 10

/** A whole program has 32 MiB, a thread's own machine 16. */
export const LIMITS: Limits = { memory: 32 << 20, stack: 96 << 10, burst: 5_000_000, output: 1_000_000 }

/** Limits of a machine that runs one thread of several. */
export const THREAD_LIMITS: Limits = { ...LIMITS, memory: 16 << 20 }

export const memoryMessage = (limits: Limits): string =>
  `memory limit: the program wanted more than ${limits.memory >> 20} MiB`

export const stackMessage = (limits: Limits): string =>
  `stack limit: calls were nested deeper than ${limits.stack >> 10} KiB`

export const burstMessage = (limits: Limits): string =>
  `CPU limit: the program computed for ${limits.burst / 1e6} s without a system call`

/** Bytes that may lie beside one frame of system calls. */
export const PAYLOADS = 1 << 20
/** … and how many pieces they may be in. */
export const MOST_PAYLOADS = 256

export const payloadMessage = `send limit: more than ${PAYLOADS >> 20} MiB or ${MOST_PAYLOADS} pieces beside one system call`

export const outputMessage = (limits: Limits): string =>
  `output limit: the program printed more than ${limits.output.toLocaleString('en')} characters`

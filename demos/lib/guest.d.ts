/** What a guest's machine offers to the library. Programs never call these. */

/** Enters the kernel with a frame of system calls; answers the completions. Both are JSON. */
declare function $enter(frame: string): string
/** Puts bytes beside the next frame, or takes those that came with a reply. */
declare function $put(bytes: string): void
declare function $take(): string
/** Milliseconds since the run began. */
declare function $clock(): number
/** Reports an event (JSON); a lane of its own, or '' for that of the running thread. */
declare function $report(
  lane: string,
  happening: string,
  request: number,
): void
/** Guest memory in use, bytes. */
declare function $heap(): number
/** Where in the program we stand. */
declare function $where(): { line: number; column: number } | undefined
/** The functions of the stack we stand in, innermost last: JSON. */
declare function $stack(): string
/** Whether plain code asked for that stack, by way of a greenlet: code that can't wait. */
declare function $plainCaller(): boolean
/** The program's file. */
declare const $program: string
/** Runs the promise jobs that are due. */
declare function $jobs(): void
/** Text to UTF-8, as a byte string. */
declare function $encodeText(text: string): string
/** UTF-8 to text; what is none becomes U+FFFD. */
declare function $decodeText(bytes: string): string
/** Extended JSON to BSON and back; a message that begins with ! if it can't be. */
declare function $encodeBson(json: string): string
declare function $decodeBson(bytes: string): string
/** The current request, 0 for the server itself. */
declare const $context: { request: number }
/** Marks a generator as a part of the greenlet's stack that may be suspended. */
declare function $frame<T>(generator: Generator<unknown, T, unknown>): T
/** Runs a frame to its end at once; a GreenletError, which names the place, if it waits. */
declare function $run<T>(value: T, place: string): T
/** A switch that can't be made, or code that can't be put aside. */
declare var GreenletError: ErrorConstructor
/** What the console offers. */
declare const console: {
  log(...values: unknown[]): void
  error(...values: unknown[]): void
}

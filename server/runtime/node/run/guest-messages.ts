/** What the server and a guest's OS thread tell each other beside the channel: how it begins and how it ends. */
import type { Position } from '../../../kernel/events.ts'
import type { CompiledProgram } from '../../../sandbox/compile.ts'
import type { GuestEnd } from '../../../sandbox/guest.ts'

/** What happened in the guest itself; `t` is µs since the run began. */
export type Report = { t: number; request: number } & (
  | { kind: 'log'; stream: 'out' | 'err'; text: string; at?: Position }
  /** An event of the guest library: `lane` is '' for that of its thread, `happening` is JSON. */
  | { kind: 'reported'; lane: string; happening: string }
)

/** What a guest begins with. */
export interface GuestLoad {
  program: CompiledProgram
  seed: number
  /** Whether it is the program's first thread, which may use more memory than others. */
  first: boolean
  /** When the run began, ms since the epoch. */
  began: number
  channel: SharedArrayBuffer
  bell: SharedArrayBuffer
}

export type ToGuest =
  /** Make a machine and load the program. */
  | ({ kind: 'load' } & GuestLoad)
  /** Call an exported function; `args` is JSON. */
  | { kind: 'call'; target: string; args: string }
  /** Come to an end, wherever you are: the channel says `killed`. */
  | { kind: 'leave' }

export type FromGuest =
  /** The thread has woken up and makes the machine now. */
  | { kind: 'loading' }
  | { kind: 'loaded' }
  /** The last word about this guest, which served `request`: the thread is free for another one. */
  | { kind: 'ended'; end: GuestEnd; request: number; reports: Report[] }

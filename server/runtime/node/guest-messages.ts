/** What the server and a guest's OS thread tell each other beside the channel: how it begins and how it ends. */
import type { Position } from '../../kernel/events.ts'
import type { CompiledProgram } from '../../sandbox/compile.ts'
import type { GuestEnd } from '../../sandbox/guest.ts'

/** What happened in the guest itself; `t` is µs since the run began. */
export type Report = { t: number; request: number } & (
  | { kind: 'log'; stream: 'out' | 'err'; text: string; at?: Position }
  /** An event of the guest library: `lane` is '' for that of its thread, `happening` is JSON. */
  | { kind: 'reported'; lane: string; happening: string }
)

export type ToGuest =
  /** Make a machine and load the program. `began` is when the run began, ms since the epoch. */
  | {
      kind: 'load'
      program: CompiledProgram
      seed: number
      thread: number
      began: number
      channel: SharedArrayBuffer
      bell: SharedArrayBuffer
    }
  /** Call an exported function; `args` is JSON. */
  | { kind: 'call'; target: string; args: string }

export type FromGuest = { kind: 'ready' } | { kind: 'ended'; end: GuestEnd; reports: Report[] }

/** What the kernel wants done outside: the runtime takes these after each call into the kernel and does them. */
import type { Position } from './events.ts'
import type { Completion } from './syscalls.ts'

export type Effect =
  /** The thread has the CPU: let it go on with these completions. */
  | { kind: 'run'; thread: number; completions: Completion[] }
  /** Prepare a thread that will call this function of the program, then say `started`. */
  | { kind: 'spawn'; thread: number; target: string; args: unknown }
  /** The guest wants more than a program may have: end the run, for this reason. */
  | { kind: 'kill'; thread: number; reason: string; at?: Position }
  | { kind: 'listen'; port: number }
  | { kind: 'connect'; connection: number; host: string; port: number }
  /** Bytes to put on the wire on behalf of a request; answer with `drained` when they're gone. */
  | { kind: 'send'; connection: number; bytes: Uint8Array; request: number }
  /** The other direction has room again. */
  | { kind: 'resume'; connection: number }
  | { kind: 'shutdown'; connection: number }
  | { kind: 'close'; connection: number }

/**
 * What the kernel, the sandbox and the guest library can say about a run. Everything on screen is a pure
 * function of these events, so a picture can't show what didn't happen.
 */

/** Version of the event vocabulary, written into every trace. */
export const TRACE_VERSION = 1

/** A place in the source of the program: 1-based line and column. */
export interface Position {
  file: string
  line: number
  column: number
}

/** The kinds of lanes, in the order in which a timeline shows their groups. */
export type LaneKind = 'client' | 'cpu' | 'thread' | 'greenlet' | 'mongo' | 'service'

/** Why a thread can't go on until somebody else does something. */
export type BlockReason =
  | 'accept'
  | 'connect'
  | 'recv'
  | 'send'
  | 'poll'
  | 'sleep'
  | 'join'
  | 'lock'
  | 'condition'
  | 'queue'

/** What a command waits for before it's served: an earlier one of its connection, a free thread, or a collection's lock. */
export type CommandWait = 'connection' | 'thread' | 'lock'

/** How the database serves, where that was dialled. All that is left out costs nothing. */
export interface DatabaseDials {
  /** How many commands it serves at once, 1 to 64. Default: all there are. */
  threads?: number
  /** How long it serves a command that reads, one that writes, and each document found or written, in ms. Default 0. */
  service?: { read?: number; write?: number; document?: number }
  /**
   * Who waits for a write to the same collection: with `writes` (the default is `none`) other writes, while
   * reads see what was there; with `all` reads too, and writes for them.
   */
  lock?: 'none' | 'writes' | 'all'
  /** By what share (0 to 1) each time of service and each latency is longer or shorter, as the seed has it. Default 0. */
  jitter?: number
}

/** How a run ended. Only `answered`, `returned` and `stopped` are not failures. */
export type EndReason = 'answered' | 'returned' | 'stopped' | 'deadlock' | 'limit' | 'failed'

/** The part of an event that depends on what happened. */
export type Happening =
  /** The first event: what was asked for. `seed` drives every random choice of the run. */
  | {
      kind: 'run-start'
      version: typeof TRACE_VERSION
      run: string
      demo: string
      style: string
      runtime: string
      clients: number
      requests: number
      latency: number
      seed: number
      /** How long each client rests after an answer, ms. */
      pause?: number
      database?: DatabaseDials
    }
  /**
   * The last event. `message` and `at` say what went wrong; `threads` is how many OS (simulated: guest) threads ran
   * code; `processes`, if there were several, how many of them there were; `cursors`, if there are any, how many the
   * program has left open on the database.
   */
  | {
      kind: 'run-end'
      reason: EndReason
      threads: number
      processes?: number
      cursors?: number
      message?: string
      at?: Position
    }
  /** A lane begins. `name` is for people; `of` is the thread whose greenlet this is. */
  | { kind: 'lane-open'; lanes: LaneKind; name: string; of?: string }
  | { kind: 'lane-close' }
  /** The program listens; `address` is what a person on this machine can put into curl, if anything. */
  | { kind: 'listening'; port: number; address?: string }

  /** A client puts a request on the wire. Lane: the client. `label` such as `GET /?team=Brazil`. */
  | { kind: 'request-sent'; label: string }
  /** The request's bytes lie in the kernel of the server, unread. Lane: the client. */
  | { kind: 'request-arrived' }
  /** The client has the whole answer. Lane: the client. */
  | { kind: 'request-answered'; status: number; bytes: number }
  /** The client gave up: refused, cut off, timed out. Lane: the client. */
  | { kind: 'request-failed'; why: string }

  /** The thread has the CPU from now on. `core` counts from 0. */
  | { kind: 'run'; core: number }
  /** The thread can go on but gave the CPU to another. */
  | { kind: 'preempt' }
  /** The thread waits. `what` is for people: `recv fd7 (connection 2)`. `heap` is the guest's memory in bytes. */
  | { kind: 'block'; reason: BlockReason; what: string; fd?: number; heap: number; at?: Position }
  /** What the thread waited for is there; it's ready and wants the CPU. `by` names the cause. */
  | { kind: 'wake'; by: string }

  /** The event loop asks what is ready. Comes just before the `block` if there's nothing. `timeout` in ms, -1 is for ever. */
  | { kind: 'poll'; timeout: number }
  /** … and what it was told: the ready descriptors, and for each what for (1 to read, 4 to write, 8 an error). */
  | { kind: 'poll-result'; ready: number[]; events?: number[] }
  /** Reported by the guest library: a callback waits for the next turn of the loop. */
  | { kind: 'callback-queued'; id: number }
  /** Reported by the guest library: that callback runs now; a timeout's was never queued, its id is its own. */
  | { kind: 'callback-run'; id: number; timeout?: true }
  /** Reported by the guest library: from one greenlet to another. Lanes by id; stacks innermost last. */
  | {
      kind: 'switch'
      from: string
      to: string
      how: 'switch' | 'throw'
      stacks: [from: string[], to: string[]]
    }
  /** Reported by the guest library: the request now stands on this line of the program. */
  | { kind: 'line'; at: Position }
  | { kind: 'mark'; name: string }
  | { kind: 'bytes-sent'; fd: number; bytes: number; to: string }
  | { kind: 'bytes-received'; fd: number; bytes: number; from: string }

  /**
   * A command reaches the database. Lane: the connection. `op` is unique in the run; `setup` marks handshakes,
   * which no dial delays. `waits` says what keeps it from being served at once, `behind` which command has that.
   */
  | {
      kind: 'command-queued'
      op: number
      label: string
      setup: boolean
      waits?: CommandWait
      behind?: number
    }
  /** The database begins to serve it (no handshake says so). `waited` is what it has waited for last, if it has. */
  | { kind: 'command-started'; op: number; waited?: CommandWait }
  /** The database is done with it; `label` now says how much it found: `find worldcup.matches {team} → 7`. */
  | { kind: 'command-served'; op: number; label: string }
  /** The reply is on its way back, after the latency that was dialled. */
  | { kind: 'command-replied'; op: number }

  /** Something the program printed, or the library logged. Text, never HTML. */
  | { kind: 'log'; stream: 'out' | 'err'; text: string; at?: Position }
  /** So many events didn't fit and are missing here. */
  | { kind: 'dropped'; count: number }

/**
 * One event. `seq` is the total order (clocks only give lengths); `t` is microseconds since the run began;
 * `lane` says where (`client:1`, `cpu:0`, `thread:1`, `greenlet:2`, `mongo:1`, or `run`); `request` says for
 * whom, 0 being the server itself.
 */
export type TraceEvent = Happening & { seq: number; t: number; lane: string; request: number }

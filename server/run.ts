/**
 * The one door to a run: what can be asked for, and what comes back. The deck, the command line and the
 * tests all go through here; the runtimes stand behind it.
 */
import type { DatabaseDials, TraceEvent } from './kernel/events.ts'

/** The ways a server can be written, in the order of the story. `blocked` is the blocking driver on the loop. */
export const STYLES = ['threads', 'greenlets', 'callbacks', 'coroutines', 'async', 'blocked'] as const
export type Style = (typeof STYLES)[number]

/** What a runtime is called in a trace and on the command line. On screen: "the demo server", "this tab". */
export type RuntimeName = 'node' | 'simulated'

/** Everything a run depends on. The same request on the simulated runtime gives the same trace, bit for bit. */
export interface RunRequest {
  /** Folder name of the demo. */
  demo: string
  style: Style
  /** The whole text of the program. */
  source: string
  /** Paths that the clients ask for, in turn: client n begins with the n-th. */
  paths: string[]
  /** How many clients, 1 to 64 (threads on node: 1 to 16). */
  clients: number
  /** Requests each client sends, one after the other. 1 to 1000. */
  requests: number
  /** How long the database's replies are held back, in ms. 0 to 2000. */
  latency: number
  /** Drives every random choice. */
  seed: number
  /** All clients at once, or spread by the seed over one latency. */
  arrival: 'together' | 'spread'
  /** `burst` ends with the last answer, `open` serves until it is stopped. */
  mode: 'burst' | 'open'
  /** How long a client rests after an answer before it asks again, in ms. 0 (the default) to 10,000. */
  pause?: number
  /** How the database serves; by default as fast as it can, everybody at once. */
  database?: DatabaseDials
}

/** A run under way. Its events come in batches, in order; the last event of the last batch is `run-end`. */
export interface Run {
  events: AsyncIterable<TraceEvent[]>
  /** Ends the run; its `run-end` still comes. */
  stop(): void
}

/** Something that can run programs: the demo server, this tab, a process on the command line. */
export interface Runner {
  readonly runtime: RuntimeName
  run(request: RunRequest): Run
}

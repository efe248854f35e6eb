/**
 * What a trace means: lanes of spans, requests, database commands and where each request stands in the
 * source. All times are µs since the run began; ModelBuilder makes it from events.
 */
import type { CommandWait, DatabaseDials, EndReason, LaneKind, Position } from '../kernel/events.ts'

/** The five things a request, a thread or a core can be doing, in the order of a legend. */
export const STATES = ['running', 'turn', 'answer', 'idle', 'switch'] as const

/** `turn` waits for its turn (it could go on if somebody had time), `answer` waits for somebody's answer. */
export type State = (typeof STATES)[number]

/** The order of lane groups from top to bottom. */
export const LANE_KINDS: readonly LaneKind[] = ['client', 'cpu', 'thread', 'greenlet', 'mongo', 'service']

/** Whether a lane shows who answers the program: a connection to the database or to a service. */
export const isBackend = (kind: LaneKind | undefined): boolean => kind === 'mongo' || kind === 'service'

/** One stretch of one lane. `request` is 0 for the server itself. */
export interface Span {
  lane: string
  state: State
  from: number
  to: number
  request: number
  /** What stands in the picture: `#1`, `find worldcup.matches {team} → 7`. */
  label: string
  /** For people, on hover: `recv fd7 (connection 2)`, `the loop is busy with #1`. */
  why: string
  /** The line of the program that this is about, if known. */
  at?: Position
  /** A connection's handshake: drawn thin. */
  setup?: true
}

/** One row of the timeline. */
export interface Lane {
  id: string
  kind: LaneKind
  name: string
  /** The thread whose greenlet this is. */
  of?: string
  from: number
  to: number
  /** In order of time; those of a mongo lane in order of replies. */
  spans: Span[]
}

/** One request, from the client's send to its answer. */
export interface Request {
  request: number
  lane: string
  /** `GET /?team=Brazil` */
  label: string
  sent: number
  arrived?: number
  /** When it was answered or failed. */
  ended?: number
  outcome: 'open' | 'answered' | 'failed'
  status?: number
  /** Why it failed. */
  why?: string
  /** From sent to ended, or to now. */
  latency: number
  /** How long it was in each state; together exactly the latency. */
  time: Record<State, number>
  spans: Span[]
}

/** One database command. */
export interface Command {
  op: number
  lane: string
  request: number
  label: string
  setup: boolean
  queued: number
  /** What kept it from being served when it came, and the command that had that. */
  waits?: CommandWait
  behind?: number
  started?: number
  served?: number
  replied?: number
}

/** Something printed, marked or listened to: a moment rather than a span. */
export interface Note {
  t: number
  kind: 'mark' | 'out' | 'err' | 'listening'
  request: number
  text: string
  at?: Position
}

/** What was asked for. */
export interface Start {
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

/** How it ended. */
export interface End {
  reason: EndReason
  message?: string
  at?: Position
}

/** A request and what it does at one moment. */
export interface Standing {
  request: number
  state: State
  at?: Position
}

/** A run, whole or so far. */
export interface Model {
  start?: Start
  end?: End
  /** The last moment of the picture, µs. */
  duration: number
  /** In the order of the picture. */
  lanes: Lane[]
  /** By number. */
  requests: Request[]
  commands: Command[]
  notes: Note[]
  /** Events that didn't fit into the trace. */
  dropped: number
  /** The open requests at `t`, by number. */
  requestsAt(t: number): Standing[]
  /** The line on which the request stands at `t`; undefined if it isn't known. */
  positionOf(request: number, t: number): Position | undefined
}

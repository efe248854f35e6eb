/** What a command is: the names it goes by, the fields it takes, and what it does. One file each in `commands/`. */

import type { Document } from './bson/document.ts'
import type { Reply, ReplyValue } from './bson/encode.ts'
import type { Cursors } from './cursors.ts'
import type { Abilities, FailPoints } from './part.ts'
import type { Stage } from './plan/plan-stage.ts'
import type { Query } from './query/query.ts'
import type { Store } from './storage/store.ts'
import type { Wait } from './wait.ts'

/**
 * What a field may hold. `any` isn't checked; `missing` is known to mongod and refused by this server; `flag`
 * takes numbers as well as booleans, as mongod does.
 */
export type FieldType = 'string' | 'object' | 'array' | 'bool' | 'integer' | 'flag' | 'any' | 'missing'

/** What every command can use. */
export interface Services {
  readonly store: Store
  readonly cursors: Cursors
  /** Undefined: no part has any. */
  readonly failPoints?: FailPoints | undefined
  /** What the server's parts are able to. */
  readonly abilities: Abilities
  /** The clients that are connected, by the number of their connection. */
  readonly clients: ReadonlyMap<number, Client>
  readonly counters: Counters
  /** All commands by the names they go by. */
  readonly commands: ReadonlyMap<string, Command>
  /** Settings that clients can ask for. */
  readonly parameters: Map<string, ReplyValue>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** When the server was made, ms since the epoch. */
  readonly startedAt: number
  /** A number from 0 to 1. */
  readonly random: () => number
  /** Gives the 12 bytes of a new ObjectId. */
  readonly newId: () => Uint8Array
  /** The version that is announced, such as `7.0.14`. */
  readonly version: string
  /** Name and port under which it is reached. */
  readonly host: string
  /** Number of the process it runs in. */
  readonly pid: number
}

/** What a server counts from its start. */
export interface Counters {
  connections: number
  requests: number
  bytesIn: number
  bytesOut: number
  /** The number of the last operation. */
  operations: number
  /** How often which command was called; for writes, how many statements it had. */
  readonly commands: Map<string, number>
  /** Commands that failed. */
  errors: number
}

/** A connection as commands see it. */
export interface Client {
  readonly id: number
  /** Its address, for people. */
  readonly address: string
  /** What it said of itself in its first hello. */
  metadata: Document | undefined
  /** What it waits for. */
  readonly operation: Operation | undefined
}

/** A command under way. */
export interface Operation {
  readonly id: number
  readonly call: Call
  /** When it came, ms since the epoch. */
  readonly since: number
  /** Somebody wants it to end. */
  killed: boolean
}

/** One call of a command. */
export interface Call {
  readonly services: Services
  /** The name the client used. */
  readonly name: string
  readonly database: string
  readonly body: Document
  /** Arrays that travelled beside the body. */
  readonly sequences: ReadonlyMap<string, Document[]>
  readonly client: Client
  /** Came by the old protocol, in which only handshakes are allowed. */
  readonly legacy: boolean
}

/** A command of this server. `fields` are checked before `run`; `run` may throw a CommandError. */
export interface Command {
  readonly names: readonly string[]
  readonly fields: Readonly<Record<string, FieldType>>
  /** Takes fields that nobody knows, as mongod's oldest commands do, so that newer drivers can talk to it. */
  readonly lenient?: true
  /** May only be run against the database `admin`. */
  readonly adminOnly?: true
  run(call: Call): Reply | Wait
  /** How it would find its documents, for those commands of parts that `explain` is to know. */
  explain?(call: Call): Explained
}

/** A plan, and what it is for. */
export interface Explained {
  readonly namespace: string
  readonly query: Query
  readonly stage: Stage
  /** The stages of a pipeline that work on what the plan finds. */
  readonly after?: readonly Document[]
}

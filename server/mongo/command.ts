/** What a command is: the names it goes by, the fields it takes, and what it does. One file each in `commands/`. */
import type { Cursors } from './cursors.ts'
import type { Document } from './document.ts'
import type { Reply } from './encode.ts'
import type { Store } from './store.ts'

/**
 * What a field may hold. `any` isn't checked; `missing` is known to mongod and refused by this server; `flag`
 * takes numbers as well as booleans, as mongod does.
 */
export type FieldType = 'string' | 'object' | 'array' | 'integer' | 'flag' | 'any' | 'missing'

/** What every command can use. */
export interface Services {
  readonly store: Store
  readonly cursors: Cursors
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A number from 0 to 1. */
  readonly random: () => number
  /** Gives the 12 bytes of a new ObjectId. */
  readonly newId: () => Uint8Array
  /** The version that is announced, such as `7.0.14`. */
  readonly version: string
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
  /** Number of the connection, from 1. */
  readonly connection: number
}

/** A command of this server. `fields` are checked before `run`; `run` may throw a CommandError. */
export interface Command {
  readonly names: readonly string[]
  readonly fields: Readonly<Record<string, FieldType>>
  /** Takes fields that nobody knows, as mongod's oldest commands do, so that newer drivers can talk to it. */
  readonly lenient?: true
  run(call: Call): Reply
}

/**
 * What a server can do beyond its core: parts are handed to it, so that who needs little loads little. The core
 * never imports one. It asks for what a part is able to, and refuses what no part of this server is able to.
 */
import type { Collation } from './bson/collation.ts'
import type { Document, Field, Value } from './bson/document.ts'
import type { Reply, ReplyValue } from './bson/encode.ts'
import type { Call, Command } from './command.ts'
import { CommandError } from './command-error.ts'
import type { Context, Filter } from './query/document-operators.ts'
import type { Leaf, Operand } from './query/operators.ts'
import type { FindFault } from './query/pattern.ts'
import type { Query } from './query/query.ts'
import type { Scope } from './scope.ts'
import type { CollectionOptions } from './storage/collection-options.ts'
import type { Index } from './storage/index.ts'
import type { Store } from './storage/store.ts'
import type { CompileModifier } from './update/modifier.ts'
import type { Wait } from './wait.ts'

/** The aggregation language, where the core meets it: `$expr`, `let`, computed projections, pipelines as updates. */
export interface Language {
  /** Compiles an expression; `whole` is what it is part of. The result is undefined where it computes to nothing. */
  compile(value: Value, scope: Scope, whole?: string): (document: Document) => Value | undefined
  /** Whether there is an operator of that name. */
  isOperator(name: string): boolean
  compileUpdate(pipeline: readonly Value[], scope: Scope): (document: Document) => Document
}

/** Failures on demand. They stand around every command. */
export interface FailPoints {
  /** Sets one; answers how often it had struck. Throws mongod's error for one that doesn't exist. */
  configure(name: string, mode: Value | undefined, data: Value | undefined): number
  /** Runs a command as they let it. */
  run(call: Call, command: Command, execute: () => Reply | Wait): Reply | Wait
  /** A `getMore` has found its cursor. Throws if it has to fail then. */
  atCursor(): void
}

/** What a view is at bottom: a collection of its database, and all that is done with it. */
export interface ResolvedView {
  readonly on: string
  readonly pipeline: readonly Value[]
}

/** Kinds of collections beside the plain one: views, clustered collections, time series. */
export interface Kinds {
  /** Answers a command that is about one of them; undefined if the command itself can. */
  answer(call: Call): Reply | Wait | undefined
  /** The view of that name, if there is one. */
  resolve(store: Store, namespace: string): ResolvedView | undefined
  /** The views of a database, as `listCollections` shows them. */
  list(store: Store, database: string): Reply[]
}

/** Operators of filters that few ask for, by name. They throw mongod's own errors. */
export interface RareOperators {
  readonly ofFields: Readonly<Record<string, (operand: Operand) => Leaf>>
  readonly ofDocuments: Readonly<Record<string, (operator: string, value: Value, context: Context) => Filter>>
}

/** What the core asks parts for. All of them throw mongod's own errors. */
export interface Abilities {
  readonly expressions?: Language
  /** Throws what is wrong with the specification of an index, unless nothing is. */
  indexSpecification?(given: Document): void
  readonly operators?: RareOperators
  /** The keys of an index that `min` and `max` are. */
  keyLimits?(query: Query, index: Index | undefined): (Value[] | undefined)[]
  /** The errors for `$meta` and other documents in a sort, and for `$meta` in a projection. */
  metaSort?(direction: Document): Error
  metaProjection?(meta: Field): Error
  /** What is wrong with a regular expression that JavaScript refuses. */
  readonly patternFault?: FindFault
  /** Modifiers of updates that few ask for, by name. */
  readonly modifiers?: Readonly<Record<string, CompileModifier>>
  /** Reads the options of `create`. */
  collectionOptions?(given: Document, scope: Scope): CollectionOptions
  /** Reads a collation; undefined means byte by byte. */
  collation?(given: Document): Collation | undefined
  /** Throws what is wrong with an argument that any command may have, unless nothing is. */
  genericArgument?(value: Value, call: Call, name: string): void
  /** The names of error codes that the core doesn't know. */
  readonly codeNames?: ReadonlyMap<number, string>
  failPoints?(random: () => number): FailPoints
  readonly kinds?: Kinds
  /** The settings that clients can ask a server of that version for. */
  parameters?(version: string): Map<string, ReplyValue>
}

/** A part of the server: its commands, and what else it is able to. */
export interface Part extends Abilities {
  readonly commands: readonly Command[]
}

/** All parts as one. */
export function joinParts(parts: readonly Part[]): Part {
  return Object.assign({}, ...parts, { commands: parts.flatMap(({ commands }) => commands) })
}

/** What some part is able to. Throws an error that says what is missing if there's no such part. */
export function able<Name extends keyof Abilities>(
  abilities: Abilities | undefined,
  name: Name,
): NonNullable<Abilities[Name]> {
  const ability = abilities?.[name]
  if (ability) return ability
  throw new CommandError(238, `this takes '${name}', which is in a part that this server was made without`)
}

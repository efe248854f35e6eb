/** The errors a command can answer with, in mongod's own codes and words: clients branch on both. */
import type { Reply } from './bson/encode.ts'

/** Code and name by turns. */
const TABLE = `
1 InternalError 2 BadValue 4 NoSuchKey 9 FailedToParse 13 Unauthorized 14 TypeMismatch 15 Overflow
16 InvalidLength 20 IllegalOperation 22 InvalidBSON 26 NamespaceNotFound 27 IndexNotFound
28 PathNotViable 34 CannotBackfillArray 40 ConflictingUpdateOperators 43 CursorNotFound
48 NamespaceExists 52 DollarPrefixedFieldName 53 InvalidIdField 54 NotSingleValueField 55 InvalidDBRef
56 EmptyFieldName 59 CommandNotFound 66 ImmutableField 67 CannotCreateIndex 72 InvalidOptions
73 InvalidNamespace 85 IndexOptionsConflict 86 IndexKeySpecsConflict 96 OperationFailed
111 NotExactValueField 121 DocumentValidationFailure 123 NotAReplicaSet 136 CappedPositionLost
143 CursorInUse 165 ViewDepthLimitExceeded 166 CommandNotSupportedOnView 167 OptionNotSupportedOnView
168 InvalidPipelineOperator 171 CannotIndexParallelArrays 175 QueryPlanKilled
186 ClientMetadataCannotBeMutated 197 InvalidIndexSpecificationOption 207 InvalidUUID
224 QueryFeatureNotAllowed 237 CursorKilled 238 NotImplemented 241 ConversionFailure
291 NoQueryExecutionPlans 352 UnsupportedOpQueryCommand 10334 BSONObjectTooLarge 11000 DuplicateKey
11601 Interrupted
`

/** The names of codes out of a text in which they stand by turns. */
export function readCodeNames(table: string): Map<number, string> {
  return new Map(Array.from(table.matchAll(/(\d+) (\w+)/g), ([, code, name]) => [Number(code), name!]))
}

const NAMES = readCodeNames(TABLE)

/** A command failed. `extra` fields go into the reply beside code and message. */
export class CommandError extends Error {
  readonly code: number
  readonly extra: Reply

  constructor(code: number, message: string, extra: Reply = {}) {
    super(message)
    this.code = code
    this.extra = extra
  }

  /** mongod's name of the code, if the core uses it. */
  get codeName(): string | undefined {
    return NAMES.get(this.code)
  }
}

/** The connection has to be closed, because a fail point wants it. */
export class Hangup extends Error {}

/** A filter, sort or option that mongod refuses with BadValue. */
export function badValue(message: string): CommandError {
  return new CommandError(2, message)
}

/** The error with mongod's words about where it arose. What is wrong with a plan arose before any work. */
export function inContext(error: unknown, context: string): unknown {
  if (!(error instanceof CommandError) || error.message.startsWith('error processing query')) return error
  return new CommandError(error.code, `${context} :: caused by :: ${error.message}`, error.extra)
}

/** Something mongod can do and this server can't (yet): refused, because ignoring it would give wrong answers. */
export function notImplemented(what: string): CommandError {
  return new CommandError(238, `${what} is not implemented by this server`)
}

/** The errors a command can answer with, in mongod's own codes and words: clients branch on both. */
import type { Reply } from './bson/encode.ts'

/** Code and name by turns: what this server answers with, and what clients have fail points answer with. */
const TABLE = `
1 InternalError 2 BadValue 4 NoSuchKey 6 HostUnreachable 7 HostNotFound 8 UnknownError
9 FailedToParse 11 UserNotFound 13 Unauthorized 14 TypeMismatch 15 Overflow 16 InvalidLength
17 ProtocolError 18 AuthenticationFailed 20 IllegalOperation 22 InvalidBSON 26 NamespaceNotFound
27 IndexNotFound 28 PathNotViable 34 CannotBackfillArray 40 ConflictingUpdateOperators 43 CursorNotFound 48 NamespaceExists
50 MaxTimeMSExpired 52 DollarPrefixedFieldName 53 InvalidIdField 54 NotSingleValueField 55 InvalidDBRef
56 EmptyFieldName 57 DottedFieldName 59 CommandNotFound 64 WriteConcernTimeout 66 ImmutableField
67 CannotCreateIndex 68 IndexAlreadyExists 72 InvalidOptions 73 InvalidNamespace
76 NoReplicationEnabled 79 UnknownReplWriteConcern 85 IndexOptionsConflict 86 IndexKeySpecsConflict
89 NetworkTimeout 91 ShutdownInProgress 96 OperationFailed 100 UnsatisfiableWriteConcern 111 NotExactValueField
112 WriteConflict 115 CommandNotSupported 116 DocTooLargeForCapped 121 DocumentValidationFailure
123 NotAReplicaSet 125 CommandFailed 133 FailedToSatisfyReadPreference
134 ReadConcernMajorityNotAvailableYet 136 CappedPositionLost 143 CursorInUse 146 ExceededMemoryLimit
165 ViewDepthLimitExceeded 166 CommandNotSupportedOnView 167 OptionNotSupportedOnView
168 InvalidPipelineOperator 171 CannotIndexParallelArrays 175 QueryPlanKilled
186 ClientMetadataCannotBeMutated 189 PrimarySteppedDown 197 InvalidIndexSpecificationOption
206 NoSuchSession 207 InvalidUUID 211 KeyNotFound 222 CloseChangeStream 224 QueryFeatureNotAllowed 225 TransactionTooOld 234 RetryChangeStream
237 CursorKilled 238 NotImplemented 241 ConversionFailure 246 SnapshotUnavailable
251 NoSuchTransaction 262 ExceededTimeLimit 263 OperationNotSupportedInTransaction
266 FailPointSetFailed 280 ChangeStreamFatalError 286 ChangeStreamHistoryLost
290 TransactionExceededLifetimeLimitSeconds 291 NoQueryExecutionPlans
292 QueryExceededMemoryLimitNoDiskUseAllowed 322 APIVersionError 323 APIStrictError
324 APIDeprecationError 334 MechanismUnavailable 352 UnsupportedOpQueryCommand
391 ReauthenticationRequired 9001 SocketException 10003 CannotGrowDocumentInCappedNamespace
10058 LegacyNotPrimary 10107 NotWritablePrimary 10334 BSONObjectTooLarge 11000 DuplicateKey
11600 InterruptedAtShutdown 11601 Interrupted 11602 InterruptedDueToReplStateChange 13388 StaleConfig
13435 NotPrimaryNoSecondaryOk 13436 NotPrimaryOrSecondary
`

const NAMES = new Map(Array.from(TABLE.matchAll(/(\d+) (\w+)/g), ([, code, name]) => [Number(code), name!]))

/** A command failed. `extra` fields go into the reply beside code and message. */
export class CommandError extends Error {
  readonly code: number
  readonly extra: Reply

  constructor(code: number, message: string, extra: Reply = {}) {
    super(message)
    this.code = code
    this.extra = extra
  }

  /** mongod's name of the code; codes without one are called after their number. */
  get codeName(): string {
    return NAMES.get(this.code) ?? `Location${this.code}`
  }

  /** What the client is answered. */
  get reply(): Reply {
    return { ok: 0, errmsg: this.message, code: this.code, codeName: this.codeName, ...this.extra }
  }
}

/** The connection has to be closed, because a fail point wants it. */
export class Hangup extends Error {}

/** A filter, sort or option that mongod refuses with BadValue. */
export function badValue(message: string): CommandError {
  return new CommandError(2, message)
}

/** Something mongod can do and this server can't (yet): refused, because ignoring it would give wrong answers. */
export function notImplemented(what: string): CommandError {
  return new CommandError(238, `${what} is not implemented by this server`)
}

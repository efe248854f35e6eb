/** The names of error codes that the core has no use for: this part answers with them, or its fail points. */
import { readCodeNames } from '../command-error.ts'

/** Names by code. */
export const codeNames = readCodeNames(`
5 GraphContainsCycle 6 HostUnreachable 7 HostNotFound 8 UnknownError 11 UserNotFound 17 ProtocolError 18 AuthenticationFailed
50 MaxTimeMSExpired 57 DottedFieldName 64 WriteConcernFailed 68 IndexAlreadyExists
76 NoReplicationEnabled 79 UnknownReplWriteConcern 89 NetworkTimeout 91 ShutdownInProgress
100 UnsatisfiableWriteConcern 112 WriteConflict 115 CommandNotSupported 116 DocTooLargeForCapped
125 CommandFailed 133 FailedToSatisfyReadPreference 134 ReadConcernMajorityNotAvailableYet
146 ExceededMemoryLimit 189 PrimarySteppedDown 206 NoSuchSession 211 KeyNotFound 222 CloseChangeStream
225 TransactionTooOld 234 RetryChangeStream 246 SnapshotUnavailable 251 NoSuchTransaction
262 ExceededTimeLimit 263 OperationNotSupportedInTransaction 266 FailPointSetFailed
280 ChangeStreamFatalError 286 ChangeStreamHistoryLost 290 TransactionExceededLifetimeLimitSeconds
292 QueryExceededMemoryLimitNoDiskUseAllowed 322 APIVersionError 323 APIStrictError
324 APIDeprecationError 334 MechanismUnavailable 359 CannotConvertIndexToUnique 391 ReauthenticationRequired 9001 SocketException
10003 CannotGrowDocumentInCappedNamespace 10058 LegacyNotPrimary 10107 NotWritablePrimary
11600 InterruptedAtShutdown 11602 InterruptedDueToReplStateChange 13388 StaleConfig
13435 NotPrimaryNoSecondaryOk 13436 NotPrimaryOrSecondary
`)

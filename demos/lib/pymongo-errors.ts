/**
 * What can go wrong in the blocking driver, by the names that PyMongo
 * gives it. Plain and rewritten code share these classes, so that
 * `instanceof` holds on both sides.
 */
import type { Document } from 'bson'

/** Everything that the driver throws is one of these. */
export class PyMongoError extends Error {
  override name = 'PyMongoError'
}

/** There's no connection to the database, or no room for one more. */
export class ConnectionFailure extends PyMongoError {
  override name = 'ConnectionFailure'
}

/** A connection broke or took too long; the next command opens one. */
export class AutoReconnect extends ConnectionFailure {
  override name = 'AutoReconnect'
}

/** Can't be done with this object, or not any more. */
export class InvalidOperation extends PyMongoError {
  override name = 'InvalidOperation'
}

/** An option that makes no sense. */
export class ConfigurationError extends PyMongoError {
  override name = 'ConfigurationError'
}

/** A database or a collection can't be called that. */
export class InvalidName extends PyMongoError {
  override name = 'InvalidName'
}

/** A value that BSON can't hold, or bytes that aren't BSON. */
export class InvalidDocument extends PyMongoError {
  override name = 'InvalidDocument'
}

/** The database refused a command. */
export class OperationFailure extends PyMongoError {
  override name = 'OperationFailure'
  /** The database's number for it; none if it gave none. */
  readonly code: number | undefined
  /** All that the database said. */
  readonly details: Document | undefined
  constructor(message: string, code?: number, details?: Document) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** The database doesn't know the cursor any more. */
export class CursorNotFound extends OperationFailure {
  override name = 'CursorNotFound'
}

/** A command took longer than its `maxTimeMS`. */
export class ExecutionTimeout extends OperationFailure {
  override name = 'ExecutionTimeout'
}

/** The database refused a write. */
export class WriteError extends OperationFailure {
  override name = 'WriteError'
}

/** There is such a key already, in an index that allows it once. */
export class DuplicateKeyError extends WriteError {
  override name = 'DuplicateKeyError'
}

/** Some of many writes failed: `details.writeErrors` says which. */
export class BulkWriteError extends OperationFailure {
  override name = 'BulkWriteError'
}

/** Written, but not on as many servers as was asked for. */
export class WriteConcernError extends OperationFailure {
  override name = 'WriteConcernError'
}

/** What the database answers, and the errors that it stands for. */
import type { Document } from 'bson'
import {
  AutoReconnect,
  BulkWriteError,
  CursorNotFound,
  DuplicateKeyError,
  ExecutionTimeout,
  OperationFailure,
  WriteConcernError,
  WriteError,
} from 'pymongo-errors'

/** A document with one of these keys exists. */
const DUPLICATE = new Set([11000, 11001, 12582])
/** This server can't help now, maybe another one can. */
const NOT_MASTER = new Set([91, 189, 10107, 11600, 11602, 13435, 13436])
const CURSOR_NOT_FOUND = 43
const MAX_TIME_EXPIRED = 50

/** The reply if the command succeeded. Single writes may still fail. */
export function check(reply: Document): Document {
  if (reply.ok === 1) return reply
  throw failure(reply)
}

/** The reply if its one write succeeded, too. */
export function checkWrite(reply: Document): Document {
  const [failed] = writeErrors(reply)
  if (failed) {
    const { errmsg, code } = failed
    const duplicate = DUPLICATE.has(Number(code))
    const Failure = duplicate ? DuplicateKeyError : WriteError
    throw new Failure(String(errmsg), Number(code), failed)
  }
  return checkConcern(reply)
}

/** What went wrong in the messages of one `insertMany`. */
export class InsertErrors {
  readonly #ordered: boolean
  readonly #errors: Document[] = []
  #inserted = 0
  #concern: Document | undefined

  constructor(ordered = true) {
    this.#ordered = ordered
  }

  /** Takes the reply to the documents that begin at index `from`. */
  add(reply: Document, from: number): void {
    this.#inserted += Number(reply.n ?? 0)
    this.#concern ??= reply.writeConcernError as Document | undefined
    for (const error of writeErrors(reply)) {
      this.#errors.push({ ...error, index: Number(error.index) + from })
    }
  }

  /** Whether the rest must not be sent. */
  get stop(): boolean {
    return this.#ordered && this.#errors.length > 0
  }

  /** Throws if there's anything to say. */
  check(): void {
    if (this.#errors.length === 0 && !this.#concern) return
    const details = {
      nInserted: this.#inserted,
      writeErrors: this.#errors,
      writeConcernErrors: this.#concern ? [this.#concern] : [],
    }
    throw new BulkWriteError('batch op errors occurred', 65, details)
  }
}

/** The writes that failed: their `index`, `code` and `errmsg`. */
function writeErrors(reply: Document): Document[] {
  return (reply.writeErrors as Document[] | undefined) ?? []
}

/** The reply if the write reached as many servers as it had to. */
export function checkConcern(reply: Document): Document {
  const error = reply.writeConcernError as Document | undefined
  if (!error) return reply
  const { errmsg, code } = error
  throw new WriteConcernError(String(errmsg), Number(code), error)
}

function failure(reply: Document): Error {
  const code = Number(reply.code)
  const message = String(reply.errmsg)
  if (NOT_MASTER.has(code)) return new AutoReconnect(message)
  const Failure = failureFor(code)
  return new Failure(message, code, reply)
}

function failureFor(code: number): typeof OperationFailure {
  if (DUPLICATE.has(code)) return DuplicateKeyError
  if (code === CURSOR_NOT_FOUND) return CursorNotFound
  if (code === MAX_TIME_EXPIRED) return ExecutionTimeout
  return OperationFailure
}

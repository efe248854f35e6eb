/** The errors a command can answer with, in mongod's own codes and words: clients branch on both. */
import type { Reply } from './encode.ts'

const NAMES: Record<number, string> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  16: 'InvalidLength',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  43: 'CursorNotFound',
  53: 'InvalidIdField',
  59: 'CommandNotFound',
  73: 'InvalidNamespace',
  238: 'NotImplemented',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
}

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
    return NAMES[this.code] ?? `Location${this.code}`
  }

  /** What the client is answered. */
  get reply(): Reply {
    return { ok: 0, errmsg: this.message, code: this.code, codeName: this.codeName, ...this.extra }
  }
}

/** A filter, sort or option that mongod refuses with BadValue. */
export function badValue(message: string): CommandError {
  return new CommandError(2, message)
}

/** Something mongod can do and this server can't (yet): refused, because ignoring it would give wrong answers. */
export function notImplemented(what: string): CommandError {
  return new CommandError(238, `${what} is not implemented by this server`)
}

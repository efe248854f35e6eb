/** What a system call that failed throws. */
import type { Errno } from '../../server/kernel/syscalls.ts'

/** A system call that failed, with the name that POSIX gives it. */
export class OSError extends Error {
  code: Errno
  constructor(code: Errno, message: string) {
    super(message)
    this.name = 'OSError'
    this.code = code
  }
}

/** A call that took longer than it was told to (ETIMEDOUT). */
export class TimeoutError extends OSError {
  constructor() {
    super('ETIMEDOUT', 'timed out')
    this.name = 'TimeoutError'
  }
}

/** "Nothing yet" (EAGAIN), from a call that must not wait. */
export class BlockingIOError extends OSError {
  constructor(call: string) {
    super('EAGAIN', `${call}: EAGAIN`)
    this.name = 'BlockingIOError'
  }
}

/** The names that Python 3 has for some of them. */
const NAMES: { [code in Errno]?: string } = {
  ECHILD: 'ChildProcessError',
  ECONNREFUSED: 'ConnectionRefusedError',
  ECONNRESET: 'ConnectionResetError',
  EPIPE: 'BrokenPipeError',
}

/** The error for a call that has failed. */
export function errorOf(code: Errno, call: string): OSError {
  if (code === 'ETIMEDOUT') return new TimeoutError()
  if (code === 'EAGAIN') return new BlockingIOError(call)
  const error = new OSError(code, `${call}: ${code}`)
  error.name = NAMES[code] ?? error.name
  return error
}

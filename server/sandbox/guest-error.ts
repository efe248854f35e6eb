/** What a guest threw, as the host may hold it: text that leads to no object of the guest. */
import { JSException, type JSValueHandle } from 'quickjs-wasi'

/** What a guest threw, as text. `stack` holds guest places only. */
export class GuestError extends Error {
  override name: string
  override stack: string
  constructor(name: string, message: string, stack: string) {
    super(message)
    this.name = name
    this.stack = stack
  }
}

/** What the engine says of a text that couldn't be had. */
const NO_TEXT = '<null>'

/** A reason for which a promise was rejected. */
export function rejectionError(reason: JSValueHandle): GuestError {
  if (reason.isObject || reason.isSymbol) return described(new JSException(reason))
  return new GuestError('Error', reason.toString(), '')
}

/** Failures of the engine itself (out of memory, a stack overflow of the host) come out as guest errors too. */
export function toGuestError(error: unknown): unknown {
  if (error instanceof GuestError) return error
  if (error instanceof JSException) {
    if (!error.handle.disposed) error.handle.dispose()
    return described(error)
  }
  const { name, message } = error as Error
  return new GuestError(name, message.split('\n')[0]!, '')
}

function described({ name, message, stack }: JSException): GuestError {
  if (message === NO_TEXT) return new GuestError('Error', 'the program threw something that has no text', '')
  return new GuestError(name === NO_TEXT ? 'Error' : name, message, stack ?? '')
}

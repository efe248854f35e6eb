/** What gevent raises when waiting can't work (gevent 22.10.2). */
import { AssertionError } from 'assertion-error'
import { OSError } from 'os-error'

/** Nobody is left who could end the waiting. */
export class LoopExit extends Error {
  override name = 'LoopExit'
}

/** A callback of the hub has called something that waits. */
export class BlockingSwitchOutError extends AssertionError {
  override name = 'BlockingSwitchOutError'
}

/** Two greenlets wait for the same thing, of which there is one. */
export class ConcurrentObjectUseError extends AssertionError {
  override name = 'ConcurrentObjectUseError'
}

/** Somebody else has switched to a greenlet that waits for the hub. */
export class InvalidSwitchError extends AssertionError {
  override name = 'InvalidSwitchError'
}

/** The socket was closed while a greenlet waited for it. */
export class CancelWaitEx extends OSError {
  constructor() {
    const what = 'File descriptor was closed in another greenlet'
    super('EBADF', `[Errno 9] ${what}`)
    this.name = 'cancel_wait_ex'
  }
}

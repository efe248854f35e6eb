/** How one leaves for gevent's hub. */
import { BlockingSwitchOutError } from 'gevent-errors'
import { Greenlet, getcurrent } from 'greenlet'

const IN_CALLBACK =
  'Impossible to call blocking function in the event loop callback'

/** A greenlet that nobody can wait for while it is itself running. */
export class HubGreenlet extends Greenlet {
  /** Lets others go on until somebody switches back. */
  override switch(...args: unknown[]): unknown {
    if (getcurrent() !== this) return super.switch(...args)
    throw new BlockingSwitchOutError(IN_CALLBACK)
  }
}

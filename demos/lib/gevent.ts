/**
 * gevent (22.10.2): blocking calls that let other greenlets run. A call
 * that can't go on parks its greenlet and switches to the hub, which polls.
 */
import { Greenlet } from 'gevent-greenlet'
import { getHub, Waiter } from 'gevent-hub'

export {
  BlockingSwitchOutError,
  CancelWaitEx,
  ConcurrentObjectUseError,
  InvalidSwitchError,
  LoopExit,
} from 'gevent-errors'
export { Greenlet } from 'gevent-greenlet'
export { getHub } from 'gevent-hub'
export { monkey } from 'gevent-monkey'
export { sleep } from 'gevent-sleep'
export { Timeout, withTimeout } from 'gevent-timeout'
export { iwait, joinall, killall, wait } from 'gevent-wait'
export { GreenletExit, getcurrent } from 'greenlet'

/** Starts a function in a greenlet, when its turn comes. */
export const spawn = Greenlet.spawn

/** The same, so many ms later. */
export const spawnLater = Greenlet.spawnLater

/** Lets all others run until they wait or are over. */
export function idle(): void {
  const waiter = new Waiter()
  getHub()
    .loop.timer(0, { late: true })
    .start(waiter.switch.bind(waiter))
  waiter.get()
}

/** gevent.sleep (22.10.2). */
import { getHub, Waiter } from 'gevent-hub'

/** Lets others run for `ms`; with 0, those who can run have one turn. */
export function sleep(ms = 0): void {
  const hub = getHub()
  if (ms > 0) {
    hub.wait(hub.loop.timer(ms))
    return
  }
  const waiter = new Waiter(hub)
  hub.loop.runCallback(() => waiter.switch())
  waiter.get()
}

/** gevent's monkey patching (22.10.2): the blocking world, swapped in place. */
import { sleep } from 'gevent-sleep'
import { patchSocket } from 'gevent-socket'
import { patchThread } from 'gevent-thread'
import { time } from 'time'

function patchTime(): void {
  Object.assign(time, { sleep })
}

/** Swaps blocking methods in place; nobody has to be told. */
export const monkey = {
  patchSocket,
  patchThread,
  patchTime,
  patchAll(): void {
    patchSocket()
    patchThread()
    patchTime()
  },
}

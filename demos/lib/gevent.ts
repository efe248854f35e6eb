/**
 * gevent: blocking calls that let other greenlets run. A call that can't
 * go on parks its greenlet and switches to the hub, which polls.
 */
import { Greenlet, getcurrent } from 'greenlet'
import * as os from 'os'
import { Socket } from 'socket'
import { Thread } from 'thread'

/** Greenlets that may go on, first come, first served. */
const ready: Greenlet[] = []
/** Greenlets that wait for a descriptor. */
const waiting = new Map<number, Greenlet>()
const hub = new Greenlet(run)

function run(): void {
  for (;;) {
    while (ready.length > 0) ready.shift()?.switch()
    for (const [fd] of os.poll(-1)) {
      os.watch(fd, 0)
      const greenlet = waiting.get(fd)
      waiting.delete(fd)
      if (greenlet) ready.push(greenlet)
    }
  }
}

/** Parks the running greenlet until the descriptor is ready. */
function wait(fd: number, events: number): void {
  os.stand()
  waiting.set(fd, getcurrent())
  os.watch(fd, events)
  hub.switch()
}

/** Starts a greenlet, when its turn comes. */
export function spawn(target: () => unknown): Greenlet {
  const greenlet = new Greenlet(() => {
    try {
      target()
    } catch (error) {
      console.error('greenlet failed:', error)
    }
  }, hub)
  ready.push(greenlet)
  return greenlet
}

/** Tries until it doesn't say "nothing yet", and parks in between. */
function cooperate<T>(fd: number, events: number, attempt: () => T): T {
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      const code = error instanceof os.OSError && error.code
      if (code !== 'EAGAIN') throw error
    }
    wait(fd, events)
  }
}

function patchSocket(): void {
  const { prototype } = Socket
  prototype.accept = function (this: Socket) {
    const { fd } = this
    return cooperate(fd, os.READ, () => new Socket(os.tryAccept(fd).fd))
  }
  prototype.recv = function (this: Socket, max: number) {
    const { fd } = this
    const received = cooperate(fd, os.READ, () => os.tryRecv(fd, max))
    this.request = received.request
    return received.data
  }
  prototype.sendall = function (this: Socket, bytes: string) {
    const { fd } = this
    let rest = bytes
    while (rest) {
      const piece = rest.slice(0, 65536)
      const sent = cooperate(fd, os.WRITE, () => os.trySend(fd, piece))
      rest = rest.slice(sent)
    }
  }
  Socket.connect = (host, port) => {
    const fd = os.startConnect(host, port)
    wait(fd, os.WRITE)
    return new Socket(fd)
  }
}

function patchThread(): void {
  Thread.prototype.start = function (this: Thread) {
    const { target, args } = this
    spawn(() => target(...(args as never[])))
  }
}

/** Swaps blocking methods in place; nobody has to be told. */
export const monkey = {
  patchSocket,
  patchThread,
  patchAll(): void {
    patchSocket()
    patchThread()
  },
}

/**
 * The methods of Socket as gevent has them (22.10.2): one that can't go on
 * parks its greenlet, and the hub polls for it.
 */
import { CancelWaitEx, ConcurrentObjectUseError } from 'gevent-errors'
import { getHub } from 'gevent-hub'
import type { IoWatcher } from 'gevent-io'
import { Timeout } from 'gevent-timeout'
import * as os from 'os'
import { errorOf } from 'os-error'
import { Socket } from 'socket'

/** Who watches a descriptor for bytes to come, and for room. */
interface Watchers {
  read: IoWatcher
  write: IoWatcher
}

const byDescriptor = new Map<number, Watchers>()

function watchersOf(fd: number): Watchers {
  const { loop } = getHub()
  const known = byDescriptor.get(fd)
  const watchers = known ?? {
    read: loop.io(fd, os.READ),
    write: loop.io(fd, os.WRITE),
  }
  byDescriptor.set(fd, watchers)
  return watchers
}

/** Parks the greenlet until the descriptor is ready, or it takes too long. */
function waitOn(watcher: IoWatcher, timeout: number | null): void {
  os.stand()
  if (watcher.pending)
    throw new ConcurrentObjectUseError(
      `This socket is already used by another greenlet: fd ${watcher.fd}`,
    )
  const action = () => getHub().wait(watcher)
  if (timeout === null) action()
  else Timeout.run(timeout, action, new os.TimeoutError())
}

/** What a socket's method tries again and again. */
interface Attempt<T> {
  socket: Socket
  kind: keyof Watchers
  call: () => T
  /** How long it may take, if the socket's own timeout doesn't say. */
  timeout?: number | null
}

/** Tries until it doesn't say "nothing yet", and parks in between. */
function cooperate<T>({ socket, kind, call, ...limit }: Attempt<T>): T {
  const { timeout = socket.timeout } = limit
  for (;;) {
    try {
      return call()
    } catch (error) {
      const again = error instanceof os.BlockingIOError
      if (!again || timeout === 0) throw error
    }
    waitOn(watchersOf(socket.fd)[kind], timeout)
  }
}

function accept(this: Socket): Socket {
  const call = () => os.tryAccept(this.fd).fd
  return new Socket(cooperate({ socket: this, kind: 'read', call }))
}

function recv(this: Socket, max: number): string {
  const call = () => os.tryRecv(this.fd, max)
  const received = cooperate({ socket: this, kind: 'read', call })
  this.request = received.request
  return received.data
}

function send(this: Socket, bytes: string): number {
  const call = () => os.trySend(this.fd, bytes.slice(0, 65536))
  return cooperate({ socket: this, kind: 'write', call })
}

/** The timeout is for all of it together. */
function sendall(this: Socket, bytes: string): void {
  const { timeout } = this
  const end = os.now() + (timeout ?? 0)
  for (let rest = bytes; rest; ) {
    const piece = rest.slice(0, 65536)
    const call = () => os.trySend(this.fd, piece)
    const left = timeout ? Math.max(end - os.now(), 1) : timeout
    const attempt = { socket: this, kind: 'write', call } as const
    rest = rest.slice(cooperate({ ...attempt, timeout: left }))
  }
}

/** Whoever waits for the socket gets an error; then it is closed. */
function close(this: Socket): void {
  const { fd } = this
  if (fd < 0) return
  this.fd = -1
  const { read, write } = watchersOf(fd)
  const waiting = [read, write].filter(({ pending }) => pending)
  byDescriptor.delete(fd)
  const finish = () => {
    for (const watcher of waiting) watcher.cancel(new CancelWaitEx())
    getHub().loop.files.forget(fd)
    os.close(fd)
  }
  if (waiting.length > 0) getHub().loop.runCallback(finish)
  else finish()
}

function connect(
  host: string,
  port: number,
  timeout: number | null = null,
): Socket {
  const socket = new Socket(os.startConnect(host, port))
  socket.setTimeout(timeout)
  try {
    waitOn(watchersOf(socket.fd).write, timeout)
    assertConnected(socket.fd)
    return socket
  } catch (error) {
    socket.close()
    throw error
  }
}

/** A connection that has failed says why when it's written to. */
function assertConnected(fd: number): void {
  try {
    os.trySend(fd, '')
  } catch (error) {
    const { code } = error as os.OSError
    // It was there, though its peer has left again.
    if (code !== 'EPIPE' && code !== 'ECONNRESET')
      throw errorOf(code, 'connect')
  }
}

/** Swaps the methods in place: whoever has a Socket has a new one now. */
export function patchSocket(): void {
  Object.assign(Socket.prototype, {
    accept,
    recv,
    send,
    sendall,
    close,
  })
  Object.assign(Socket, { connect })
}

/** What each system call does: one handler a row of the table. A handler answers with an attempt, see thread.ts. */
import { Connection } from './connection.ts'
import type { Descriptor, Descriptors, Opened } from './descriptors.ts'
import type { Effect } from './effect.ts'
import { PAYLOAD_LIMIT } from './frame.ts'
import { OBJECT_CALLS } from './object-calls.ts'
import type { Objects } from './objects.ts'
import { type Attempt, patient } from './patience.ts'
import type { Process } from './processes.ts'
import type { Emit } from './scheduler.ts'
import { type Arguments, ERROR, type Errno, READ, type Syscall, WRITE } from './syscalls.ts'
import type { Outcome, PendingCall, Thread } from './thread.ts'
import { THREAD_CALLS } from './thread-calls.ts'

/** Most ports on which a program may listen, one after the other or at once. */
const PORT_LIMIT = 1024

/** What handlers may touch. */
export interface CallContext {
  thread: Thread
  call: PendingCall
  /** The bytes of a `send`. */
  payload: Uint8Array
  /** Those of the thread's process. */
  descriptors: Descriptors
  /** What all threads share. */
  objects: Objects
  emit: Emit
  effect(effect: Effect): void
  newConnection(peer: string): Connection
  /** Makes one connection the other end of the other, inside the kernel. */
  join(one: Connection, other: Connection): void
  /** In the same process, or in another. Undefined when there are too many threads. */
  spawn(target: string, args: unknown, process?: Process): Thread | undefined
  /** Undefined if one of the descriptors, which it is to have too, isn't open. */
  newProcess(fds: number[]): Process | undefined
  listenerOn(port: number): Descriptor | undefined
  /** On which the program listens or has listened. */
  ports: Set<number>
  /** Most threads at once. */
  threadLimit: number
  threadById(id: number): Thread | undefined
  /** Sets a timer and returns a predicate that tells whether it has gone off. */
  timer(ms: number): () => boolean
  /** The descriptor is gone: calls that wait for it fail, and the network is told. */
  closed(descriptor: Descriptor): void
  /** The guest wants more than a program may have: the run ends for this reason. */
  refuse(reason: string): void
}

type Handler<Op extends Syscall> = (call: Arguments<Op>, context: CallContext) => Attempt

const fails =
  (err: Errno): Attempt =>
  () => ({ err })
const succeeds = (): Outcome => ({ ok: {} })

/** Listening and connecting. */
const opening = {
  listen: ({ port }, context) => {
    const { listenerOn, effect, ports, refuse } = context
    if (port < 1 || port > 65_535) return fails('EINVAL')
    if (listenerOn(port)) return fails('EADDRINUSE')
    const opened = open(context, { kind: 'listener', port, backlog: [] })
    if (!opened) return fails('EMFILE')
    ports.add(port)
    if (ports.size > PORT_LIMIT) refuse(`port limit: the program listened on more than ${PORT_LIMIT} ports`)
    else effect({ kind: 'listen', port })
    return () => ({ ok: { fd: opened.fd, port } })
  },
  accept: ({ fd, nonblock, timeout }, context) => {
    const attempt: Attempt = () => {
      const listener = context.descriptors.get(fd)
      if (!listener) return { err: 'EBADF' }
      if (listener.kind !== 'listener') return { err: 'EINVAL' }
      const connection = listener.backlog[0]
      if (!connection) return nonblock ? { err: 'EAGAIN' } : undefined
      const opened = open(context, { kind: 'stream', connection })
      if (!opened) return { err: 'EMFILE' }
      listener.backlog.shift()
      return { ok: { fd: opened.fd, peer: connection.peer } }
    }
    return patient(attempt, { timeout, timer: context.timer })
  },
  connect: ({ host, port, nonblock, timeout }, context) => {
    const connection = context.newConnection(host)
    const opened = open(context, { kind: 'stream', connection })
    if (!opened) return fails('EMFILE')
    connection.state = 'connecting'
    context.effect({ kind: 'connect', connection: connection.id, host, port })
    const fail = (err: Errno): Outcome => {
      context.descriptors.remove(opened.fd)
      context.closed(opened)
      return { err }
    }
    const attempt: Attempt = () => {
      if (nonblock || connection.state === 'open') return { ok: { fd: opened.fd } }
      if (connection.state === 'connecting') return undefined
      return fail(connection.error ?? 'ECONNREFUSED')
    }
    return patient(attempt, { timeout, timer: context.timer, late: () => fail('ETIMEDOUT') })
  },
  socketpair: (_call, context) => {
    const [one, other] = [context.newConnection(''), context.newConnection('')]
    const first = open(context, { kind: 'stream', connection: one })
    const second = first && open(context, { kind: 'stream', connection: other })
    if (!second) return fails('EMFILE')
    one.peer = `fd${second.fd}`
    other.peer = `fd${first.fd}`
    context.join(one, other)
    return () => ({ ok: { fds: [first.fd, second.fd] } })
  },
} satisfies Partial<{ [Op in Syscall]: Handler<Op> }>

/** Moving bytes. */
const streams = {
  recv: ({ fd, max, nonblock, timeout }, context) => {
    const attempt: Attempt = () => {
      const connection = streamOf(context.descriptors, fd)
      if (!(connection instanceof Connection)) return connection
      if (!connection.readable) return nonblock ? { err: 'EAGAIN' } : undefined
      if (connection.error && !connection.holds) return { err: connection.error }
      const wasFull = connection.full
      const data = connection.take(Math.min(max, PAYLOAD_LIMIT))
      if (wasFull && !connection.full) context.effect({ kind: 'resume', connection: connection.id })
      context.emit(context.thread.lane, context.thread.request, {
        kind: 'bytes-received',
        fd,
        bytes: data.length,
        from: connection.peer,
      })
      return { ok: { bytes: data.length, request: connection.request, more: connection.readable }, data }
    }
    return patient(attempt, { timeout, timer: context.timer })
  },
  send: ({ fd, nonblock, timeout }, context) => {
    // The thread may serve somebody else by the time the rest can leave.
    const { request } = context.thread
    let sent = 0
    const attempt: Attempt = () => {
      const connection = streamOf(context.descriptors, fd)
      if (!(connection instanceof Connection)) return connection
      if (connection.error) return { err: connection.error }
      if (connection.shut || connection.gone) return { err: 'EPIPE' }
      sent += put(context.payload.subarray(sent), { connection, fd, request }, context)
      if (sent === context.payload.length) return { ok: { sent } }
      if (!nonblock) return undefined
      return sent > 0 ? { ok: { sent } } : { err: 'EAGAIN' }
    }
    const late = (): Outcome => (sent > 0 ? { ok: { sent } } : { err: 'ETIMEDOUT' })
    return patient(attempt, { timeout, timer: context.timer, late })
  },
  shutdown:
    ({ fd }, { descriptors, effect }) =>
    () => {
      const connection = streamOf(descriptors, fd)
      if (!(connection instanceof Connection)) return connection
      connection.shut = true
      effect({ kind: 'shutdown', connection: connection.id })
      return succeeds()
    },
  close:
    ({ fd }, { descriptors, closed }) =>
    () => {
      const open = descriptors.get(fd)
      if (!open) return { err: 'EBADF' }
      descriptors.remove(fd)
      closed(open)
      return succeeds()
    },
} satisfies Partial<{ [Op in Syscall]: Handler<Op> }>

/** Waiting. */
const waiting = {
  watch:
    ({ fd, events }, { descriptors }) =>
    () => {
      if (!descriptors.get(fd)) return { err: 'EBADF' }
      return { ok: { before: descriptors.watch(fd, events & (READ | WRITE | ERROR)) } }
    },
  poll: ({ timeout }, { thread, descriptors, emit, timer }) => {
    emit(thread.lane, thread.request, { kind: 'poll', timeout })
    const expired = timeout < 0 ? () => false : timer(timeout)
    return () => {
      const ready = descriptors.ready()
      if (ready.length === 0 && !expired()) return undefined
      const told = { ready: ready.map(([fd]) => fd), events: ready.map(([, events]) => events) }
      emit(thread.lane, thread.request, { kind: 'poll-result', ...told })
      return { ok: { ready } }
    }
  },
  sleep: ({ ms }, { timer }) => {
    if (ms < 0) return fails('EINVAL')
    const expired = timer(ms)
    return () => (expired() ? succeeds() : undefined)
  },
} satisfies Partial<{ [Op in Syscall]: Handler<Op> }>

/** Gives something opened a descriptor. One too many is the end of the program. */
function open({ descriptors, refuse }: CallContext, opened: Opened): Descriptor | undefined {
  const descriptor = descriptors.add(opened)
  if (!descriptor) refuse(`socket limit: the program wanted more than ${descriptors.limit} sockets at once`)
  return descriptor
}

interface Outlet {
  connection: Connection
  fd: number
  request: number
}

/** Sends as many of the bytes as there is room for, and answers how many. */
function put(
  bytes: Uint8Array,
  { connection, fd, request }: Outlet,
  { thread, ...context }: CallContext,
): number {
  const taken = connection.reserve(bytes.length)
  if (taken === 0) return 0
  context.effect({ kind: 'send', connection: connection.id, bytes: bytes.subarray(0, taken), request })
  context.emit(thread.lane, request, { kind: 'bytes-sent', fd, bytes: taken, to: connection.peer })
  return taken
}

function streamOf(descriptors: Descriptors, fd: number): Connection | { err: Errno } {
  const open = descriptors.get(fd)
  if (!open) return { err: 'EBADF' }
  return open.kind === 'stream' ? open.connection : { err: 'ENOTCONN' }
}

/** The handler of every call in the table. */
export const CALLS: { [Op in Syscall]: Handler<Op> } = {
  ...opening,
  ...streams,
  ...waiting,
  ...THREAD_CALLS,
  ...OBJECT_CALLS,
}

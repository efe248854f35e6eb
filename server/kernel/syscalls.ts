/**
 * The table of system calls: the only ways in which a guest can reach the world. The kernel's handlers, the
 * checks on what a guest hands in and the guest library's stubs all take their types from here.
 */
import type { Position } from './events.ts'

/**
 * What an argument has to be. `count` is a whole number >= 0, `descriptor` any whole number: one that isn't open
 * (a closed socket's is -1) is for the call to refuse, with `EBADF`. `text` has at most 256 characters, `json` any JSON
 * value. `patience` may be left out: how long the call waits, in ms, before it fails with `ETIMEDOUT`; below 0 or
 * left out: for ever.
 */
type ArgumentKind = 'count' | 'descriptor' | 'number' | 'text' | 'flag' | 'json' | 'patience'

interface ArgumentTypes {
  count: number
  descriptor: number
  number: number
  text: string
  flag: boolean
  json: unknown
  patience: number | undefined
}

/** Each call with its arguments; all but `patience` are required. Times are milliseconds. */
export const SYSCALLS = {
  /** Makes a listening socket. `EADDRINUSE` if this run listens there already. */
  listen: { port: 'count' },
  /** Takes the next connection. `nonblock`: `EAGAIN` if there's none. */
  accept: { fd: 'descriptor', nonblock: 'flag', timeout: 'patience' },
  /** Opens a connection. `ECONNREFUSED` if nobody listens. `nonblock`: completes at once, the outcome shows as WRITE or ERROR. */
  connect: { host: 'text', port: 'count', nonblock: 'flag', timeout: 'patience' },
  /** Makes two descriptors, each the other's peer. */
  socketpair: {},
  /** Takes at most `max` bytes; none means that the peer has closed. `nonblock`: `EAGAIN` if there are none yet. */
  recv: { fd: 'descriptor', max: 'count', nonblock: 'flag', timeout: 'patience' },
  /** Puts the payload on its way; completes when the socket took it all. `nonblock`: takes what fits, or `EAGAIN`. Late: says what it took, if anything. */
  send: { fd: 'descriptor', nonblock: 'flag', timeout: 'patience' },
  /** No more will be sent. */
  shutdown: { fd: 'descriptor' },
  close: { fd: 'descriptor' },
  /** From now on `poll` tells about these events of a descriptor (READ 1, WRITE 4; 0 forgets it); answers those before. */
  watch: { fd: 'descriptor', events: 'count' },
  /** Completes as soon as a watched descriptor is ready, or after `timeout` (-1: never). */
  poll: { timeout: 'number' },
  sleep: { ms: 'number' },
  /** Starts a thread that calls an exported function of the program. */
  spawn: { target: 'text', args: 'json' },
  /** Starts a process that calls an exported function of the program, with these of the caller's descriptors. */
  fork: { target: 'text', args: 'json', fds: 'json' },
  /** Waits for the end of a thread, or of the first thread of a process, and answers what it left behind. */
  join: { thread: 'count', timeout: 'patience' },
  /** Leaves a value behind for whoever joins this thread. */
  leave: { value: 'json' },
  /** Takes one of the permits of a lock or semaphore, which has so many at first. */
  acquire: { object: 'text', permits: 'count', timeout: 'patience' },
  /** Gives one back. `EPERM` if it is `bounded` and none is taken. */
  release: { object: 'text', permits: 'count', bounded: 'flag' },
  /** Gives a lock back and waits to be told; `EPERM` if nobody has the lock. */
  wait: { object: 'text', lock: 'text', timeout: 'patience' },
  /** Tells so many of those who wait, the longest waiting first; `EPERM` if nobody has the lock. */
  notify: { object: 'text', lock: 'text', count: 'count' },
  /** Puts a value into a queue, which holds at most `limit`; 0 is as many as there may be. */
  put: { object: 'text', limit: 'count', value: 'json', timeout: 'patience' },
  /** Takes the first value of a queue. */
  take: { object: 'text', timeout: 'patience' },
  /** How many values lie in a queue. */
  size: { object: 'text' },
  /** Adds to a counter, which begins with 0, and answers the sum. */
  add: { object: 'text', amount: 'number' },
  /** Sets a counter. */
  store: { object: 'text', value: 'number' },
} as const satisfies Record<string, Record<string, ArgumentKind>>

export type Syscall = keyof typeof SYSCALLS

type Row = Record<string, ArgumentKind>
type Values<R extends Row> = {
  -readonly [Name in keyof R as R[Name] extends 'patience' ? never : Name]: ArgumentTypes[R[Name]]
}
type Patience<R extends Row> = {
  -readonly [Name in keyof R as R[Name] extends 'patience' ? Name : never]?: number | undefined
}

/** The arguments of one call. */
export type Arguments<Op extends Syscall> = Values<(typeof SYSCALLS)[Op]> & Patience<(typeof SYSCALLS)[Op]>

/** What each call answers when it succeeds. `request` is the request whose bytes these are, 0 if none; `more`: another recv would not wait. */
export interface Results {
  listen: { fd: number; port: number }
  accept: { fd: number; peer: string }
  connect: { fd: number }
  socketpair: { fds: [one: number, other: number] }
  recv: { bytes: number; request: number; more: boolean }
  send: { sent: number }
  shutdown: Record<never, never>
  close: Record<never, never>
  watch: { before: number }
  poll: { ready: [fd: number, events: number][] }
  sleep: Record<never, never>
  spawn: { thread: number }
  fork: { thread: number }
  join: { value?: unknown }
  leave: Record<never, never>
  acquire: Record<never, never>
  release: Record<never, never>
  wait: Record<never, never>
  notify: { told: number }
  put: Record<never, never>
  take: { value: unknown }
  size: { size: number }
  add: { value: number }
  store: { value: number }
}

/** One call as handed in; `id` names it in its completion. The payload of a `send` travels beside it. */
export type Submission = { [Op in Syscall]: { id: number; op: Op } & Arguments<Op> }[Syscall]

/** The names of failures, as POSIX has them. */
export type Errno =
  | 'EAGAIN'
  | 'EADDRINUSE'
  | 'EBADF'
  | 'ECHILD'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EEXIST'
  | 'EINVAL'
  | 'EMFILE'
  | 'ENOBUFS'
  | 'ENOENT'
  | 'ENOTCONN'
  | 'EPERM'
  | 'EPIPE'
  | 'ETIMEDOUT'

/** The answer to one submission: a result or a failure, with the bytes a `recv` took. */
export type Completion = { id: number; data?: Uint8Array } & ({ ok: Results[Syscall] } | { err: Errno })

/** What a guest hands in with one `enter`. */
export interface Frame {
  submissions: Submission[]
  /** The bytes of each `send`, in order. */
  payloads: Uint8Array[]
  /** 0 never blocks, -1 waits for any completion (a poll), an id waits for that one (a blocking call). */
  wait: number
  /** On whose behalf: the current request, 0 for the server itself. */
  request: number
  /** Guest memory in use, bytes. */
  heap: number
  at?: Position
}

/** Readiness bits, with the values of Linux's epoll. */
export const READ = 1
export const WRITE = 4
export const ERROR = 8

/** How deep arguments may be nested: deeper ones could exhaust the stack of whoever walks over them. */
const NESTING = 32

const CHECKS: Record<ArgumentKind, (value: unknown) => boolean> = {
  count: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  descriptor: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  text: (value) => typeof value === 'string' && value.length <= 256,
  flag: (value) => typeof value === 'boolean',
  json: (value) => isShallow(value, NESTING),
  patience: (value) => value === undefined || (typeof value === 'number' && Number.isFinite(value)),
}

/** Tells what is wrong with something a guest handed in as a submission: a reason to end the guest, or nothing. */
export function isSubmission(value: unknown): value is Submission {
  if (typeof value !== 'object' || value === null) return false
  const { id, op } = value as { id?: unknown; op?: unknown }
  return (
    Number.isSafeInteger(id) && (id as number) > 0 && typeof op === 'string' && Object.hasOwn(SYSCALLS, op)
  )
}

/** Whether every argument that the call's row names is there and of its kind. */
export function hasArguments(submission: Submission): boolean {
  const row: Record<string, ArgumentKind> = SYSCALLS[submission.op]
  return Object.entries(row).every(([name, kind]) =>
    CHECKS[kind]((submission as Record<string, unknown>)[name]),
  )
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

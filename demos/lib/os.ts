/** System calls as functions. No other file reaches the kernel. */
import { context } from 'context'
import type {
  Arguments,
  Errno,
  Results,
  Syscall,
} from '../../server/kernel/syscalls.ts'

export const READ = 1
export const WRITE = 4
export const ERROR = 8

/** A system call that failed, with the name that POSIX gives it. */
export class OSError extends Error {
  code: Errno
  constructor(code: Errno, call: string) {
    super(`${call}: ${code}`)
    this.name = 'OSError'
    this.code = code
  }
}

type Completion =
  | { id: number; ok: Results[Syscall]; data?: true }
  | { id: number; err: Errno }

/** What a call gives, or undefined if it says "nothing yet". */
export function ifReady<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    const code = error instanceof OSError && error.code
    if (code !== 'EAGAIN') throw error
    return undefined
  }
}

/** Calls that one can make too often: the run's end says where. */
const LIMITED = new Set<Syscall>([
  'accept',
  'connect',
  'listen',
  'spawn',
])

let lastId = 0

/** Makes one system call; `wait` as in the kernel's `enter`. */
function enter<Op extends Syscall>(
  op: Op,
  args: Arguments<Op>,
  blocking: boolean,
): Results[Op] {
  lastId += 1
  const id = lastId
  const frame = {
    submissions: [{ id, op, ...args }],
    wait: blocking ? id : 0,
    request: context.request,
    heap: $heap(),
    at: blocking || LIMITED.has(op) ? where() : undefined,
  }
  const [completion] = JSON.parse(
    $enter(JSON.stringify(frame)),
  ) as Completion[]
  if (!completion) throw new OSError('EINVAL', op)
  if ('err' in completion) throw new OSError(completion.err, op)
  return completion.ok as Results[Op]
}

function where() {
  const place = $where()
  return place && { file: $program, ...place }
}

/** Listens on a port for connections. */
export function listen(port: number): number {
  return enter('listen', { port }, false).fd
}

/** Waits for a connection. */
export function accept(fd: number): Results['accept'] {
  return enter('accept', { fd, nonblock: false }, true)
}

/** Takes a connection, or throws EAGAIN. */
export function tryAccept(fd: number): Results['accept'] {
  return enter('accept', { fd, nonblock: true }, false)
}

/** Waits until the connection is there. */
export function connect(host: string, port: number): number {
  return enter('connect', { host, port, nonblock: false }, true).fd
}

/** Begins a connection; `poll` says WRITE when it's there. */
export function startConnect(host: string, port: number): number {
  return enter('connect', { host, port, nonblock: true }, false).fd
}

/** Bytes that were received, and the request that they belong to. */
export interface Received {
  data: string
  request: number
}

/** Waits for bytes, at most `max`; none means that the peer is gone. */
export function recv(fd: number, max: number): Received {
  const { request } = enter('recv', { fd, max, nonblock: false }, true)
  return { data: $take(), request }
}

/** Takes what bytes there are, or throws EAGAIN. */
export function tryRecv(fd: number, max: number): Received {
  const { request } = enter('recv', { fd, max, nonblock: true }, false)
  return { data: $take(), request }
}

/** Waits until the socket has taken the bytes, at most 64 KiB. */
export function send(fd: number, bytes: string): void {
  $put(bytes)
  enter('send', { fd, nonblock: false }, true)
}

/** Sends as many bytes as fit, or throws EAGAIN. */
export function trySend(fd: number, bytes: string): number {
  $put(bytes)
  return enter('send', { fd, nonblock: true }, false).sent
}

export function close(fd: number): void {
  enter('close', { fd }, false)
}

/** Sets which events of a descriptor `poll` tells about. */
export function watch(fd: number, events: number): void {
  enter('watch', { fd, events }, false)
}

/** Waits for a watched descriptor, `timeout` ms at most, -1 for ever. */
export function poll(timeout: number): [fd: number, events: number][] {
  return enter('poll', { timeout }, timeout !== 0).ready
}

export function sleep(ms: number): void {
  enter('sleep', { ms }, true)
}

/** Starts a thread that calls an exported function of the program. */
export function spawn(target: string, args: unknown): number {
  return enter('spawn', { target, args }, false).thread
}

export function join(thread: number): void {
  enter('join', { thread }, true)
}

/** Milliseconds since the run began. */
export function now(): number {
  return $clock()
}

/** Tells the timeline on which line of the program the request stands. */
export function stand(): void {
  const at = where()
  if (at) report('', { kind: 'line', at })
}

/** Tells the timeline about something that only the library knows. */
export function report(lane: string, happening: object): void {
  $report(lane, JSON.stringify(happening), context.request)
}

/** The functions on the stack now, innermost last, as JSON. */
export function stack(): string {
  return $stack()
}

/** Tells the timeline that one greenlet goes on for another. */
export function reportSwitch(
  lanes: { from: string; to: string },
  how: 'switch' | 'throw',
  stacks: { from: string; to: string },
): void {
  const { from, to } = lanes
  const head = JSON.stringify({ kind: 'switch', from, to, how })
  // The stacks are JSON already: a switch must not cost much.
  const both = `"stacks":[${stacks.from},${stacks.to}]`
  $report('', `${head.slice(0, -1)},${both}}`, context.request)
}

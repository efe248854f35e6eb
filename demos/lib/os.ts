/** System calls as functions, each as POSIX names it. Times are ms. */
import { context } from 'context'
import { BlockingIOError, OSError } from 'os-error'
import { attempt, enter, where } from 'syscall'
import type { Results } from '../../server/kernel/syscalls.ts'

export { BlockingIOError, OSError, TimeoutError } from 'os-error'

export const READ = 1
export const WRITE = 4
export const ERROR = 8

/** What a call gives, or undefined if it says "nothing yet". */
export function ifReady<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof BlockingIOError)) throw error
    return undefined
  }
}

/** Listens on a port for connections. */
export function listen(port: number): number {
  return enter('listen', { port }, false).fd
}

/** Waits for a connection; TimeoutError after `timeout` ms, -1: never. */
export function accept(fd: number, timeout = -1): Results['accept'] {
  return enter('accept', { fd, nonblock: false, timeout }, true)
}

/** Takes a connection, or throws EAGAIN. */
export function tryAccept(fd: number): Results['accept'] {
  return enter('accept', { fd, nonblock: true }, false)
}

/** Waits until the connection is there; `timeout` as in `accept`. */
export function connect(
  host: string,
  port: number,
  timeout = -1,
): number {
  const call = { host, port, nonblock: false, timeout }
  return enter('connect', call, true).fd
}

/** Makes two descriptors, each the other's peer. */
export function socketpair(): [one: number, other: number] {
  return enter('socketpair', {}, false).fds
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
export function recv(fd: number, max: number, timeout = -1): Received {
  const call = { fd, max, nonblock: false, timeout }
  const { request } = enter('recv', call, true)
  return { data: $take(), request }
}

/** Bytes, and whether there are more, or the end, to be taken. */
export interface Chunk extends Received {
  more: boolean
}

/** Takes what bytes there are; undefined if there are none yet. */
export function recvNow(fd: number, max: number): Chunk | undefined {
  const received = attempt('recv', { fd, max, nonblock: true })
  if (!received) return undefined
  const { request, more } = received
  return { data: $take(), request, more }
}

/** Takes what bytes there are, or throws EAGAIN. */
export function tryRecv(fd: number, max: number): Received {
  const { request } = enter('recv', { fd, max, nonblock: true }, false)
  return { data: $take(), request }
}

/**
 * Waits until the socket has taken the bytes, at most 64 KiB; answers
 * how many. If time is over: those that it took, TimeoutError if none.
 */
export function send(fd: number, bytes: string, timeout = -1): number {
  $put(bytes)
  return enter('send', { fd, nonblock: false, timeout }, true).sent
}

/** Sends as many bytes as fit, or throws EAGAIN. */
export function trySend(fd: number, bytes: string): number {
  $put(bytes)
  return enter('send', { fd, nonblock: true }, false).sent
}

/** Sends as many bytes as fit, and answers how many: maybe none. */
export function sendNow(fd: number, bytes: string): number {
  $put(bytes)
  return attempt('send', { fd, nonblock: true })?.sent ?? 0
}

/** Tells the peer that no more will be sent. */
export function shutdown(fd: number): void {
  enter('shutdown', { fd }, false)
}

export function close(fd: number): void {
  enter('close', { fd }, false)
}

/** Closes a descriptor, unless somebody has done so already. */
export function closeIfOpen(fd: number): void {
  try {
    close(fd)
  } catch (error) {
    if (!(error instanceof OSError) || error.code !== 'EBADF')
      throw error
  }
}

/** Sets which events `poll` tells about; answers those before. */
export function watch(fd: number, events: number): number {
  return enter('watch', { fd, events }, false).before
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

/** Starts a process that does so, with these sockets open in it too. */
export function fork(
  target: string,
  args: unknown,
  fds: number[],
): number {
  return enter('fork', { target, args, fds }, false).thread
}

/** Waits for the end of a thread or process: what it left behind. */
export function join(thread: number, timeout = -1): unknown {
  return enter('join', { thread, timeout }, true).value
}

/** Leaves a value behind for whoever joins this thread. */
export function leave(value: unknown): void {
  enter('leave', { value }, false)
}

/** Milliseconds since the run began. */
export function now(): number {
  return $clock()
}

/** Memory that the program holds now, bytes. */
export function heap(): number {
  return $heap()
}

/** Tells the timeline on which line of the program the request stands. */
export function stand(): void {
  const at = where()
  if (at) report('', { kind: 'line', at })
}

/** Tells the timeline that a callback waits for its turn, or has it. */
export function reportCallback(
  kind: 'callback-queued' | 'callback-run',
  request: number,
  id: number,
  timeout = false,
): void {
  const which = timeout ? `${id},"timeout":true` : id
  // By hand: JSON.stringify takes seven times as long.
  $report('', `{"kind":"${kind}","id":${which}}`, request)
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
  // By hand: a switch must not cost much. The stacks are JSON already.
  const which = `"from":"${from}","to":"${to}","how":"${how}"`
  const both = `"stacks":[${stacks.from},${stacks.to}]`
  const json = `{"kind":"switch",${which},${both}}`
  $report('', json, context.request)
}

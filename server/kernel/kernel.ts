/**
 * A tiny operating system, sans-IO: guests hand in frames of system calls, the network hands in what happened,
 * the clock hands in the time; out come completions and effects. Nothing here waits, and nothing here throws
 * because of what a guest did.
 */
import { CALLS, type CallContext } from './calls.ts'
import type { Connection } from './connection.ts'
import { Connections } from './connections.ts'
import { Cpu } from './cpu.ts'
import type { Descriptor } from './descriptors.ts'
import type { Effect } from './effect.ts'
import { Links } from './links.ts'
import { Objects } from './objects.ts'
import { PendingCalls } from './pending-calls.ts'
import { type Process, Processes } from './processes.ts'
import { type Emit, Scheduler } from './scheduler.ts'
import {
  type Arguments,
  type Completion,
  type Errno,
  type Frame,
  hasArguments,
  type Submission,
} from './syscalls.ts'
import {
  newThread,
  type Outcome,
  type PendingCall,
  satisfied,
  type Thread,
  takeCompletions,
} from './thread.ts'
import { waitingFor } from './waiting.ts'

export interface KernelOptions {
  /** Stamps and keeps events. */
  emit: Emit
  /** Microseconds since the run began. */
  clock: () => number
  /** How many threads of one process may run at once. Default 1. */
  cores?: number
  /** How many threads of all processes may. Default 4. */
  processors?: number
  /** Most threads at once. */
  threadLimit?: number
}

export class Kernel {
  readonly #options: Required<KernelOptions>
  readonly #effects: Effect[] = []
  readonly #scheduler: Scheduler
  readonly #processes = new Processes()
  readonly #objects = new Objects()
  readonly #pending: PendingCalls
  readonly #connections = new Connections()
  readonly #links: Links
  readonly #first: Process
  #threads = 0

  constructor(options: KernelOptions) {
    this.#options = { cores: 1, processors: 4, threadLimit: 65, ...options }
    const { cores, processors } = this.#options
    this.#scheduler = new Scheduler(options.emit, this.#effects, new Cpu(cores, processors))
    this.#pending = new PendingCalls(this.#scheduler, options.clock)
    this.#first = this.#processes.make()!
    this.#links = new Links({
      processes: this.#processes,
      connections: this.#connections,
      effects: this.#effects,
      changed: (open, by) => this.#pending.retryOn(open, by),
    })
  }

  /** Makes the first thread of the process; say `started` when it can run. */
  boot(): number {
    return this.#newThread(this.#first).id
  }

  /** The thread's machine is ready: it wants the CPU. */
  started(thread: number): void {
    const found = this.#scheduler.get(thread)
    if (found?.state === 'starting') this.#scheduler.ready(found)
  }

  /** The thread's code has returned. */
  exited(thread: number): void {
    const found = this.#scheduler.get(thread)
    if (!found || found.state === 'done') return
    for (const call of found.pending) call.cancel?.()
    this.#scheduler.finish(found)
    this.#pending.retryJoins(`the end of ${found.name}`)
    this.#leave(found.process)
    this.#tellAll()
  }

  /** Takes the CPU from a thread that computes if another one waits for it; true if so. */
  preempt(thread: number): boolean {
    const found = this.#scheduler.get(thread)
    if (found?.state !== 'running' || !this.#scheduler.contends(thread)) return false
    found.interrupted = true
    this.#scheduler.preempt(found)
    return true
  }

  /** Whether a thread that could run has to wait for the CPU that this one has. */
  contends(thread: number): boolean {
    return this.#scheduler.contends(thread)
  }

  /**
   * A thread enters the kernel. Answers its completions if it may go straight on; undefined if it has to
   * wait: a `run` effect will bring them.
   */
  enter(id: number, frame: Frame): Completion[] | undefined {
    const thread = this.#scheduler.get(id)
    if (!thread || thread.state === 'done') return undefined
    thread.request = frame.request
    thread.at = frame.at
    let sends = 0
    for (const submission of frame.submissions) {
      const payload = submission.op === 'send' ? frame.payloads[sends++]! : new Uint8Array()
      this.#submit(thread, submission, payload)
      this.#tellAll()
    }
    return this.#settle(thread, frame)
  }

  /** What the runtime has to do now, in order. */
  takeEffects(): Effect[] {
    return this.#effects.splice(0)
  }

  /** When a timer goes off next, µs. */
  get nextDeadline(): number | undefined {
    return this.#pending.nextDeadline
  }

  /** Lets timers go off that are due. */
  advance(): void {
    this.#pending.advance()
    this.#tellAll()
  }

  /** Threads that aren't over. */
  get threadsAlive(): number {
    return this.#scheduler.alive.length
  }

  /** Threads there have been. */
  get threadsMade(): number {
    return this.#threads
  }

  /** What people call a thread. */
  nameOf(thread: number): string {
    return this.#scheduler.get(thread)?.name ?? `thread ${thread}`
  }

  /** Processes there have been. */
  get processesMade(): number {
    return this.#processes.made
  }

  /** Somebody connects to a listening port; undefined if nobody listens. */
  incoming(port: number, peer: string): number | undefined {
    const listener = this.#processes.listenerOn(port)
    if (listener?.kind !== 'listener') return undefined
    const connection = this.#connections.make(peer)
    listener.backlog.push(connection)
    this.#pending.retryOn(listener, peer)
    return connection.id
  }

  /** A connection that a guest asked for is there, under the name people know it by. */
  established(id: number, peer: string): void {
    this.#update(id, (connection) => {
      connection.peer = peer
      connection.state = 'open'
    })
  }

  /** A connection couldn't be made, or broke. */
  failed(id: number, error: Errno): void {
    this.#update(id, (connection) => {
      connection.state = 'failed'
      connection.error = error
    })
  }

  /** Bytes have arrived. False: hold the rest back until a `resume` effect. */
  received(id: number, bytes: Uint8Array): boolean {
    const connection = this.#update(id, (connection) => connection.receive(bytes))
    return connection !== undefined && !connection.full
  }

  /** The bytes that arrive from now on belong to this request. */
  requestArrives(id: number, request: number): void {
    const connection = this.#connections.get(id)
    if (connection) connection.request = request
  }

  /** The peer will send no more. */
  ended(id: number): void {
    this.#update(id, (connection) => {
      connection.ended = true
    })
  }

  /** So many bytes of a `send` effect have left. */
  drained(id: number, bytes: number): void {
    this.#update(id, (connection) => connection.drained(bytes))
  }

  #newThread(process: Process): Thread {
    this.#threads += 1
    const thread = newThread(this.#threads, process)
    this.#scheduler.add(thread)
    return thread
  }

  #submit(thread: Thread, submission: Submission, payload: Uint8Array): void {
    const call: PendingCall = { submission, thread, attempt: () => ({ err: 'EINVAL' }) }
    if (hasArguments(submission)) {
      const handler = CALLS[submission.op] as (
        call: Arguments<never>,
        context: CallContext,
      ) => PendingCall['attempt']
      call.attempt = handler(submission as never, this.#context(thread, call, payload))
    }
    const outcome = call.attempt()
    if (outcome) this.#finish(call, outcome)
    else if (!this.#pending.add(call)) this.#finish(call, { err: 'EAGAIN' })
  }

  /** The call has come to its outcome without waiting. */
  #finish(call: PendingCall, outcome: Outcome): void {
    call.cancel?.()
    call.thread.completions.push({ id: call.submission.id, ...outcome })
  }

  #context(thread: Thread, call: PendingCall, payload: Uint8Array): CallContext {
    const { process } = thread
    const { emit, threadLimit } = this.#options
    return {
      thread,
      call,
      payload,
      descriptors: process.descriptors,
      objects: this.#objects,
      emit,
      effect: (effect) => this.#links.perform(effect),
      newConnection: (peer) => this.#connections.make(peer, call),
      join: (one, other) => this.#links.join(one, other),
      threadLimit,
      spawn: (target, args, own = process) => this.#spawn(target, args, own),
      newProcess: (fds) => this.#processes.make(process, fds),
      listenerOn: (port) => this.#processes.listenerOn(port),
      ports: this.#processes.ports,
      threadById: (id) => this.#scheduler.get(id),
      timer: (ms) => this.#pending.timer(ms, call),
      closed: (open) => this.#closed(open),
      refuse: (reason) => this.#refuse(thread, reason),
    }
  }

  #spawn(target: string, args: unknown, process: Process): Thread | undefined {
    if (this.threadsAlive >= this.#options.threadLimit) return undefined
    const thread = this.#newThread(process)
    this.#effects.push({ kind: 'spawn', thread: thread.id, target, args })
    return thread
  }

  #refuse(thread: Thread, reason: string): void {
    this.#effects.push({ kind: 'kill', thread: thread.id, reason, ...(thread.at ? { at: thread.at } : {}) })
  }

  /** Goes straight on, or blocks. */
  #settle(thread: Thread, frame: Frame): Completion[] | undefined {
    thread.waits = frame.wait
    if (frame.wait === 0 || satisfied(thread)) return takeCompletions(thread)
    this.#scheduler.block(thread, frame.wait, waitingFor(thread, frame, thread.process.descriptors))
    return undefined
  }

  /** Changes a connection that is still there, and lets everybody go on who waited for that. */
  #update(id: number, change: (connection: Connection) => void): Connection | undefined {
    const connection = this.#connections.get(id)
    if (!connection) return undefined
    change(connection)
    const waiter = this.#connections.takeWaiter(connection)
    if (waiter) this.#pending.retry([waiter], connection.peer)
    const open = this.#processes.withConnection(connection)
    if (open) this.#pending.retryOn(open, connection.peer)
    this.#tellAll()
    return connection
  }

  /** Tells everybody what the call that is over now has changed for them. */
  #tellAll(): void {
    this.#objects.settle((calls, by) => this.#pending.retry(calls, by))
    this.#links.settle()
  }

  /** A thread of it is over; with the last one a process closes what it has open. */
  #leave(process: Process): void {
    process.alive -= 1
    if (process.alive > 0 || process === this.#first) return
    for (const open of process.descriptors.takeAll()) this.#closed(open)
  }

  /** Forgets what a descriptor stood for; whoever waits for it fails, and whoever wasn't accepted is sent away. */
  #closed(open: Descriptor): void {
    if (!this.#processes.holds(open)) {
      const over = open.kind === 'stream' ? [open.connection] : open.backlog
      for (const connection of over) {
        this.#connections.forget(connection)
        this.#links.perform({ kind: 'close', connection: connection.id })
      }
    }
    open.waiting = this.#pending.retry(open.waiting, 'close')
  }
}

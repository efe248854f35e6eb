/**
 * A tiny operating system, sans-IO: guests hand in frames of system calls, the network hands in what happened,
 * the clock hands in the time; out come completions and effects. Nothing here waits, and nothing here throws
 * because of what a guest did.
 */
import { CALLS, type CallContext } from './calls.ts'
import { Connection } from './connection.ts'
import { type Descriptor, Descriptors } from './descriptors.ts'
import type { Effect } from './effect.ts'
import type { BlockReason } from './events.ts'
import { type Emit, Scheduler, type Waiting } from './scheduler.ts'
import {
  type Arguments,
  type Completion,
  type Errno,
  type Frame,
  hasArguments,
  type Submission,
} from './syscalls.ts'
import { newThread, type PendingCall, satisfied, type Thread, takeCompletions } from './thread.ts'
import { Timers } from './timers.ts'

export interface KernelOptions {
  /** Stamps and keeps events. */
  emit: Emit
  /** Microseconds since the run began. */
  clock: () => number
  /** How many threads may run at once. */
  cores?: number
  /** Most threads at once. */
  threadLimit?: number
}

const REASONS: Partial<Record<Submission['op'], BlockReason>> = {
  accept: 'accept',
  connect: 'connect',
  recv: 'recv',
  send: 'send',
  poll: 'poll',
  sleep: 'sleep',
  join: 'join',
}

export class Kernel {
  readonly #options: Required<KernelOptions>
  readonly #effects: Effect[] = []
  readonly #scheduler: Scheduler
  readonly #descriptors = new Descriptors()
  readonly #timers = new Timers()
  readonly #connections = new Map<number, Connection>()
  /** Calls that wait for a connection to come about. */
  readonly #connecting = new Map<Connection, PendingCall>()
  #polls: PendingCall[] = []
  #joins: PendingCall[] = []
  #threads = 0
  #lastConnection = 0

  constructor(options: KernelOptions) {
    this.#options = { cores: 1, threadLimit: 65, ...options }
    this.#scheduler = new Scheduler(options.emit, this.#effects, this.#options.cores)
  }

  /** Makes the first thread of the process; say `started` when it can run. */
  boot(): number {
    return this.#newThread().id
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
    this.#scheduler.finish(found)
    this.#joins = this.#retry(this.#joins, `the end of thread ${thread}`)
  }

  /** Takes the CPU from a thread if another one waits for it; true if so. */
  preempt(thread: number): boolean {
    const found = this.#scheduler.get(thread)
    if (!found || found.state !== 'running' || !this.#scheduler.contended) return false
    this.#scheduler.preempt(found)
    return true
  }

  /** Whether a thread that could run has to wait for the CPU. */
  get contended(): boolean {
    return this.#scheduler.contended
  }

  /**
   * A thread enters the kernel. Answers its completions if it may go straight on; undefined if it has to
   * wait: a `run` effect will bring them.
   */
  enter(id: number, frame: Frame): Completion[] | undefined {
    const thread = this.#scheduler.get(id)
    if (!thread || thread.state === 'done') return undefined
    thread.request = frame.request
    let sends = 0
    for (const submission of frame.submissions) {
      const payload = submission.op === 'send' ? frame.payloads[sends++]! : new Uint8Array()
      this.#submit(thread, submission, payload)
    }
    return this.#settle(thread, frame)
  }

  /** What the runtime has to do now, in order. */
  takeEffects(): Effect[] {
    return this.#effects.splice(0)
  }

  /** When a timer goes off next, µs. */
  get nextDeadline(): number | undefined {
    return this.#timers.next
  }

  /** Lets timers go off that are due. */
  advance(): void {
    this.#timers.advance(this.#options.clock())
  }

  /** Threads that aren't over. */
  get threadsAlive(): number {
    return this.#scheduler.alive.length
  }

  /** Threads there have been. */
  get threadsMade(): number {
    return this.#threads
  }

  /** Somebody connects to a listening port; undefined if nobody listens. */
  incoming(port: number, peer: string): number | undefined {
    const listener = this.#descriptors.listenerOn(port)
    if (listener?.kind !== 'listener') return undefined
    const connection = this.#newConnection(peer)
    listener.backlog.push(connection)
    this.#changed(listener, peer)
    return connection.id
  }

  /** A connection that a guest asked for is there, under the name people know it by. */
  established(id: number, peer: string): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.peer = peer
    connection.state = 'open'
    this.#connectionChanged(connection)
  }

  /** A connection couldn't be made, or broke. */
  failed(id: number, error: Errno): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.state = 'failed'
    connection.error = error
    this.#connectionChanged(connection)
  }

  /** Bytes have arrived. False: hold the rest back until a `resume` effect. */
  received(id: number, bytes: Uint8Array): boolean {
    const connection = this.#connections.get(id)
    if (!connection) return false
    connection.receive(bytes)
    this.#connectionChanged(connection)
    return !connection.full
  }

  /** The bytes that arrive from now on belong to this request. */
  requestArrives(id: number, request: number): void {
    const connection = this.#connections.get(id)
    if (connection) connection.request = request
  }

  /** The peer will send no more. */
  ended(id: number): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.ended = true
    this.#connectionChanged(connection)
  }

  /** So many bytes of a `send` effect have left. */
  drained(id: number, bytes: number): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.drained(bytes)
    this.#connectionChanged(connection)
  }

  #newThread(): Thread {
    this.#threads += 1
    const thread = newThread(this.#threads)
    this.#scheduler.add(thread)
    return thread
  }

  #newConnection(peer: string): Connection {
    this.#lastConnection += 1
    const connection = new Connection(this.#lastConnection, peer)
    this.#connections.set(connection.id, connection)
    return connection
  }

  #submit(thread: Thread, submission: Submission, payload: Uint8Array): void {
    const call: PendingCall = {
      submission,
      thread,
      request: thread.request,
      attempt: () => ({ err: 'EINVAL' }),
    }
    if (hasArguments(submission)) {
      const handler = CALLS[submission.op] as (
        call: Arguments<never>,
        context: CallContext,
      ) => PendingCall['attempt']
      call.attempt = handler(submission as never, this.#context(thread, call, payload))
    }
    const outcome = call.attempt()
    if (outcome) thread.completions.push({ id: submission.id, ...outcome })
    else this.#suspend(call)
  }

  #suspend(call: PendingCall): void {
    call.thread.pending.push(call)
    const { submission } = call
    if (submission.op === 'poll') this.#polls.push(call)
    else if (submission.op === 'join') this.#joins.push(call)
    else if ('fd' in submission) this.#descriptors.get(submission.fd)?.waiting.push(call)
  }

  #context(thread: Thread, call: PendingCall, payload: Uint8Array): CallContext {
    return {
      thread,
      payload,
      descriptors: this.#descriptors,
      emit: this.#options.emit,
      effect: (effect) => this.#effects.push(effect),
      newConnection: (peer) => {
        const connection = this.#newConnection(peer)
        this.#connecting.set(connection, call)
        return connection
      },
      spawn: (target, args) => this.#spawn(target, args),
      threadById: (id) => this.#scheduler.get(id),
      timer: (ms) => this.#timer(ms, call),
      closed: (open) => this.#closed(open),
    }
  }

  #spawn(target: string, args: unknown): Thread | undefined {
    if (this.threadsAlive >= this.#options.threadLimit) return undefined
    const thread = this.#newThread()
    this.#effects.push({ kind: 'spawn', thread: thread.id, target, args })
    return thread
  }

  #timer(ms: number, call: PendingCall): () => boolean {
    let expired = ms === 0
    if (expired) return () => true
    this.#timers.set(this.#options.clock() + Math.round(ms * 1000), () => {
      expired = true
      if (call.thread.pending.includes(call)) this.#retry([call], 'the clock')
    })
    return () => expired
  }

  /** Goes straight on, gives way to others, or blocks. */
  #settle(thread: Thread, frame: Frame): Completion[] | undefined {
    thread.waits = frame.wait
    if (frame.submissions.some(({ op }) => op === 'yield') && this.#scheduler.contended) {
      this.#scheduler.preempt(thread)
      return undefined
    }
    if (frame.wait === 0 || satisfied(thread)) return takeCompletions(thread)
    this.#scheduler.block(thread, frame.wait, this.#waiting(thread, frame))
    return undefined
  }

  /** What a thread that blocks says about itself. */
  #waiting(thread: Thread, frame: Frame): Waiting {
    const call = thread.pending.find(({ submission }) => submission.id === frame.wait) ?? thread.pending[0]
    const waiting: Waiting = { reason: 'poll', what: 'for ever', heap: frame.heap }
    if (frame.at) waiting.at = frame.at
    if (!call) return waiting
    const { submission } = call
    waiting.reason = REASONS[submission.op] ?? 'poll'
    waiting.what = this.#describe(submission)
    if ('fd' in submission) waiting.fd = submission.fd
    return waiting
  }

  #describe(submission: Submission): string {
    if (submission.op === 'poll') return `poll (${this.#descriptors.watchedCount} descriptors)`
    if (submission.op === 'sleep') return `sleep ${submission.ms} ms`
    if (submission.op === 'join') return `join thread ${submission.thread}`
    if (submission.op === 'connect') return `connect ${submission.host}:${submission.port}`
    if (!('fd' in submission)) return submission.op
    const open = this.#descriptors.get(submission.fd)
    const whom = open?.kind === 'stream' ? ` (${open.connection.peer})` : ''
    return `${submission.op} fd${submission.fd}${whom}`
  }

  /** Tries calls again; answers those that still have to wait. */
  #retry(calls: PendingCall[], by: string): PendingCall[] {
    return calls.filter((call) => {
      if (!call.thread.pending.includes(call)) return false
      const outcome = call.attempt()
      if (outcome) this.#scheduler.complete(call, outcome, by)
      return !outcome
    })
  }

  #changed(open: Descriptor, by: string): void {
    open.waiting = this.#retry(open.waiting, by)
    this.#polls = this.#retry(this.#polls, by)
  }

  #connectionChanged(connection: Connection): void {
    const connecting = this.#connecting.get(connection)
    if (connecting && connection.state !== 'connecting') {
      this.#connecting.delete(connection)
      this.#retry([connecting], connection.peer)
    }
    const open = this.#descriptors.withConnection(connection)
    if (open) this.#changed(open, connection.peer)
  }

  #closed(open: Descriptor): void {
    if (open.kind === 'stream') this.#connections.delete(open.connection.id)
    this.#retry(open.waiting, 'close')
  }
}

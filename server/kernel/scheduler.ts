/**
 * Who runs, who is ready, who waits. A thread gives the CPU back when it blocks and gets it again with the
 * completion it waited for, so "running", "waiting for its turn" and "waiting for an answer" are facts.
 */
import type { Cpu } from './cpu.ts'
import type { Effect } from './effect.ts'
import type { Happening } from './events.ts'
import { type Outcome, type PendingCall, satisfied, type Thread, takeCompletions } from './thread.ts'
import type { Waiting } from './waiting.ts'

/** Where the kernel's events go; the sink stamps time and order. */
export type Emit = (lane: string, request: number, happening: Happening) => void

export class Scheduler {
  readonly #cpu: Cpu
  readonly #threads = new Map<number, Thread>()
  readonly #emit: Emit
  readonly #effects: Effect[]

  constructor(emit: Emit, effects: Effect[], cpu: Cpu) {
    this.#emit = emit
    this.#effects = effects
    this.#cpu = cpu
  }

  /** Whether a thread waits for the CPU that this one has. */
  contends(thread: number): boolean {
    return this.#cpu.contends(thread)
  }

  add(thread: Thread): void {
    this.#threads.set(thread.id, thread)
    this.#emit(thread.lane, 0, { kind: 'lane-open', lanes: 'thread', name: thread.name })
  }

  get(id: number): Thread | undefined {
    return this.#threads.get(id)
  }

  get alive(): Thread[] {
    return [...this.#threads.values()].filter(({ state }) => state !== 'done')
  }

  /** The thread is ready to go on and asks for the CPU. */
  ready(thread: Thread): void {
    thread.state = 'ready'
    const core = this.#cpu.acquire(thread.id, thread.process.id)
    if (core !== undefined) this.#run(thread, core)
  }

  /** The thread can't go on. Someone else gets the CPU. */
  block(thread: Thread, waits: number, waiting: Waiting): void {
    thread.state = 'blocked'
    thread.waits = waits
    this.#emit(thread.lane, thread.request, { kind: 'block', ...waiting })
    this.#pass(thread)
  }

  /** The thread could go on, but others get the CPU first. */
  preempt(thread: Thread): void {
    this.#emit(thread.lane, thread.request, { kind: 'preempt' })
    thread.state = 'ready'
    this.#pass(thread)
    this.ready(thread)
  }

  /** The thread is over. */
  finish(thread: Thread): void {
    thread.state = 'done'
    thread.pending = []
    this.#emit(thread.lane, 0, { kind: 'lane-close' })
    this.#pass(thread)
  }

  /** A call has come to its outcome: the thread gets its completion, and wakes if that is what it waits for. */
  complete(call: PendingCall, outcome: Outcome, by: string): void {
    const { thread } = call
    if (thread.state === 'done') return
    thread.pending = thread.pending.filter((other) => other !== call)
    thread.completions.push({ id: call.submission.id, ...outcome })
    if (thread.state !== 'blocked' || !satisfied(thread)) return
    this.#emit(thread.lane, thread.request, { kind: 'wake', by })
    this.ready(thread)
  }

  #pass(thread: Thread): void {
    const next = this.#cpu.release(thread.id)
    if (next) this.#run(this.#threads.get(next.thread)!, next.core)
  }

  #run(thread: Thread, core: number): void {
    thread.state = 'running'
    this.#emit(thread.lane, thread.request, { kind: 'run', core })
    const completions = thread.interrupted ? [] : takeCompletions(thread)
    thread.interrupted = false
    this.#effects.push({ kind: 'run', thread: thread.id, completions })
  }
}

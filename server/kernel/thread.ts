/** A guest thread as the kernel knows it. */
import type { BlockReason, Position } from './events.ts'
import type { KernelObject } from './objects.ts'
import type { Process } from './processes.ts'
import type { Completion, Submission } from './syscalls.ts'

/** A call that couldn't complete at once: `attempt` is tried again whenever something it depends on changes. */
export interface PendingCall {
  submission: Submission
  thread: Thread
  attempt: () => Outcome | undefined
  /** Stops the clock that was set for it, if any. */
  cancel?: () => void
  /** What it waits for, if that is something threads share, and how it says so. */
  waitsFor?: KernelObject
  says?: () => { reason: BlockReason; what: string }
}

/** What a call came to: everything of a completion but its id. */
export type Outcome = Completion extends infer C ? (C extends Completion ? Omit<C, 'id'> : never) : never

export interface Thread {
  readonly id: number
  readonly lane: string
  /** For people: `thread 3`, `process 2`. */
  readonly name: string
  readonly process: Process
  state: 'starting' | 'ready' | 'running' | 'blocked' | 'done'
  /** What it waits for while blocked: -1 any completion, else the id of one. */
  waits: number
  request: number
  /** Where in the program it last entered the kernel, if it said so. */
  at: Position | undefined
  completions: Completion[]
  pending: PendingCall[]
  /** It lost the CPU in the middle of computing: it takes no completions when it gets it back. */
  interrupted: boolean
  /** What its function has returned, if that wasn't nothing. */
  result?: unknown
}

/** The first thread of a process goes by the name of the process, unless that is the first one. */
export function newThread(id: number, process: Process): Thread {
  const first = process.threads === 0
  process.threads += 1
  process.alive += 1
  const own = first ? `process ${process.id}` : `process ${process.id}, thread ${id}`
  return {
    id,
    lane: `thread:${id}`,
    name: process.id === 1 ? `thread ${id}` : own,
    process,
    state: 'starting',
    waits: 0,
    request: 0,
    at: undefined,
    completions: [],
    pending: [],
    interrupted: false,
  }
}

/** Whether what the thread waits for is there. */
export function satisfied(thread: Thread): boolean {
  if (thread.waits <= 0) return thread.completions.length > 0
  return thread.completions.some(({ id }) => id === thread.waits)
}

/** Takes the completions that the thread has coming. */
export function takeCompletions(thread: Thread): Completion[] {
  const taken = thread.completions
  thread.completions = []
  return taken
}

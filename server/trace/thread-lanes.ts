/**
 * Threads and the cores they run on. A thread works for the request that its latest event carries; while it
 * runs or blocks for that request it says so to the requests, and to the record of who held the server.
 */
import type { BlockReason, Position, TraceEvent } from '../kernel/events.ts'
import { GreenletLanes } from './greenlet-lanes.ts'
import type { Span } from './model.ts'
import type { RequestLives } from './request-lives.ts'
import type { Serving } from './serving.ts'
import { type Draft, SpanRow } from './span-row.ts'

interface Thread {
  id: string
  row: SpanRow
  phase: 'new' | 'ready' | 'running' | 'blocked' | 'closed'
  request: number
  core: number
  /** It has polled: its time is everybody's. */
  loop: boolean
  /** The first of a process: nobody has the token that it needs. */
  alone: boolean
  block?: { reason: BlockReason; what: string; at?: Position | undefined }
  /** The request that was told about this thread. */
  told: number
}

interface Core {
  row: SpanRow
  owner: string | undefined
}

/** Reasons to block that mean: nothing to do until somebody comes. */
const IDLE_REASONS: ReadonlySet<BlockReason> = new Set(['poll', 'accept', 'join'])
/** What the kernel says about a thread rather than the thread itself: no word about whom it works for. */
const NOT_BY_THE_THREAD = new Set(['wake', 'lane-close'])

/** What the first thread of a process is called. */
const PROCESS = /^process \d+$/

/** The rows of all threads, cores and greenlets. */
export class ThreadLanes {
  readonly #threads = new Map<string, Thread>()
  readonly #cores = new Map<string, Core>()
  /** Announced, and not heard of since. */
  readonly #new = new Set<Thread>()
  readonly #greenlets: GreenletLanes
  readonly #requests: RequestLives
  readonly #serving: Serving

  constructor(requests: RequestLives, serving: Serving) {
    this.#requests = requests
    this.#serving = serving
    this.#greenlets = new GreenletLanes(requests)
  }

  /** Takes in an event of a thread's, a core's or a greenlet's lane. */
  add(event: TraceEvent, t: number): void {
    if (event.lane.startsWith('cpu:')) this.#core(event.lane, t)
    else if (event.lane.startsWith('greenlet:')) this.#addGreenlet(event, t)
    else if (event.lane.startsWith('thread:')) this.#addThread(this.#thread(event.lane), event, t)
  }

  /** The open spans of the lanes that now stand at this line. */
  locate(event: TraceEvent, at: Position): void {
    const thread = this.#threads.get(event.lane)
    thread?.row.locate(at)
    if (thread?.phase === 'running') this.#cores.get(`cpu:${thread.core}`)?.row.locate(at)
    if (thread) this.#greenlets.locate(thread.id, at)
  }

  /** Requests changed their state: so do greenlets parked for them. */
  refresh(t: number, changed: number[]): void {
    this.#greenlets.refresh(t, changed)
  }

  /** Whether this thread runs an event loop. */
  isLoop(lane: string): boolean {
    return this.#threads.get(lane)?.loop ?? false
  }

  /** The spans of a lane up to `now`; undefined if it's none of these lanes. */
  spans(lane: string, now: number): Span[] | undefined {
    const row = this.#threads.get(lane)?.row ?? this.#cores.get(lane)?.row ?? this.#greenlets.row(lane)
    return row?.spans(now)
  }

  #addThread(thread: Thread, event: TraceEvent, t: number): void {
    if (event.kind === 'switch') thread.request = this.#greenlets.switch(t, thread, event)
    else if (!NOT_BY_THE_THREAD.has(event.kind)) thread.request = event.request
    advance(thread, event)
    if (event.kind === 'lane-open') thread.alone = PROCESS.test(event.name)
    if (thread.phase !== 'new') this.#new.delete(thread)
    this.#apply(thread, t)
    if (event.kind === 'block' && event.reason === 'poll') this.#requests.park(thread.id)
    for (const each of this.#new) each.row.become(t, this.#draftOfNew(each))
  }

  /** A new thread that doesn't run waits for its turn only if another one has the CPU; else it's being made. */
  #draftOfNew(thread: Thread): Draft {
    const taken = this.#cores.get(`cpu:${thread.core}`)?.owner !== undefined
    return taken && !thread.alone ? draftOf({ ...thread, phase: 'ready' })! : STARTING
  }

  #addGreenlet(event: TraceEvent, t: number): void {
    if (event.kind === 'lane-open') this.#greenlets.open(t, event.lane, event.request)
    if (event.kind === 'lane-close') this.#greenlets.close(t, event.lane)
    else {
      const thread = this.#threads.get(this.#greenlets.threadRunning(event.lane) ?? '')
      if (thread) this.#addThread(thread, event, t)
    }
  }

  #apply(thread: Thread, t: number): void {
    const draft = draftOf(thread)
    thread.row.become(t, draft)
    this.#greenlets.mirror(t, thread.id, thread.request, draft)
    this.#tell(thread, draft)
    this.#occupy(thread, t, draft)
    const serves = draft?.state === 'running' || draft?.state === 'answer'
    if (serves && (thread.loop || draft.state === 'running'))
      this.#serving.note(t, thread.request, thread.loop)
    else if (thread.loop) this.#serving.note(t, 0, true)
  }

  #tell(thread: Thread, draft: Draft | undefined): void {
    if (thread.told > 0) this.#requests.release(thread.told, thread.id)
    thread.told = thread.request
    if (thread.request === 0) return
    if (draft?.state === 'running') this.#requests.run(thread.request, thread.id)
    if (draft?.state === 'answer') {
      this.#requests.wait(thread.request, thread.id, { label: draft.label, why: draft.why })
    }
  }

  #occupy(thread: Thread, t: number, draft: Draft | undefined): void {
    const core = this.#core(`cpu:${thread.core}`, t)
    if (thread.phase === 'running') {
      core.owner = thread.id
      core.row.become(t, draft)
    } else if (core.owner === thread.id) {
      core.owner = undefined
      core.row.become(t, IDLE_CORE)
      if (!thread.loop) this.#serving.note(t, 0, false)
    }
  }

  #thread(id: string): Thread {
    let thread = this.#threads.get(id)
    if (!thread) {
      const row = new SpanRow(id, (span) => this.#serving.blame(span.request, span.from, span.to) ?? span.why)
      thread = { id, row, phase: 'new', request: 0, core: 0, loop: false, alone: false, told: 0 }
      this.#threads.set(id, thread)
      this.#new.add(thread)
    }
    return thread
  }

  #core(id: string, t: number): Core {
    let core = this.#cores.get(id)
    if (!core) {
      core = { row: new SpanRow(id), owner: undefined }
      core.row.become(t, IDLE_CORE)
      this.#cores.set(id, core)
    }
    return core
  }
}

const IDLE_CORE: Draft = { state: 'idle', request: 0, label: 'idle', why: 'nobody could go on' }

const STARTING: Draft = { state: 'idle', request: 0, label: 'starting', why: 'has not begun yet' }

function advance(thread: Thread, event: TraceEvent): void {
  if (event.kind === 'run') {
    thread.phase = 'running'
    thread.core = event.core
  } else if (event.kind === 'preempt' || event.kind === 'wake') thread.phase = 'ready'
  else if (event.kind === 'block') {
    thread.phase = 'blocked'
    thread.block = { reason: event.reason, what: event.what, at: event.at }
  } else if (event.kind === 'poll') thread.loop = true
  else if (event.kind === 'lane-close') thread.phase = 'closed'
}

function draftOf({ phase, request, loop, block }: Thread): Draft | undefined {
  const own = loop ? 'loop' : 'server'
  if (phase === 'closed') return undefined
  if (phase === 'new') return STARTING
  if (phase === 'running')
    return { state: 'running', request, label: request > 0 ? `#${request}` : own, why: 'has the CPU' }
  if (phase === 'ready')
    return { state: 'turn', request, label: 'ready', why: 'ready, the CPU is about to come' }
  const what = block?.what ?? ''
  const idle = request === 0 || IDLE_REASONS.has(block?.reason ?? 'poll')
  return { state: idle ? 'idle' : 'answer', request, label: what, why: what, at: block?.at }
}

/**
 * Everything about one demo on one slide that must outlive its DOM: the chosen style and dials, the drafts,
 * the run and its events. reveal moves and re-creates elements; they draw themselves from here.
 */
import type { DatabaseDials, TraceEvent } from '../../server/kernel/events.ts'
import type { Run, Runner, RunRequest, RuntimeName, Style } from '../../server/run.ts'
import { applyEdit, type Demo, databaseFor, type Edit } from '../../server/trace/demo.ts'
import type { Drafts } from './drafts.ts'
import { clientLimit, openRefusal } from './limits.ts'

/** What the dials say. */
export interface Settings {
  style: Style
  /** Where it runs; `undefined` if this page can't run anything. */
  runtime: RuntimeName | undefined
  clients: number
  /** ms */
  latency: number
  mode: RunRequest['mode']
}

/** A run with all it has said so far. */
export interface RunRecord {
  request: RunRequest
  runtime: RuntimeName
  events: TraceEvent[]
  ended: boolean
}

/** What a session tells whoever draws it. */
export interface SessionListener {
  /** Style, dials, or text changed. */
  changed(): void
  began(record: RunRecord): void
  happened(events: TraceEvent[]): void
  ended(record: RunRecord): void
}

/** What a session is about, and what it needs. */
export interface SessionParts {
  name: string
  demo: Demo
  /** The shipped programs, in the order of the tabs. */
  programs: Map<Style, string>
  runners: readonly Runner[]
  drafts: Drafts
}

export class Session {
  readonly name: string
  readonly demo: Demo
  readonly styles: Style[]
  readonly runtimes: RuntimeName[]
  /** Whether the timeline has the slide to itself. */
  isWide = false
  /** Whether what the original did is shown beside what our program does. */
  showsOriginal = false
  readonly #records = new Map<Style, RunRecord>()
  /** What an edit has dialled at the database, by style. */
  readonly #dials = new Map<Style, DatabaseDials>()
  #settings: Settings
  #run: Run | undefined
  readonly #parts: SessionParts
  readonly #listeners = new Set<SessionListener>()

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.name = parts.name
    this.demo = parts.demo
    this.styles = [...parts.programs.keys()]
    this.runtimes = parts.runners.map((runner) => runner.runtime)
    const { clients, latency, mode } = parts.demo
    this.#settings = { style: this.styles[0]!, runtime: this.runtimes[0], clients, latency, mode }
  }

  /** Adds a listener; the result removes it. */
  listen(listener: SessionListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The dials, kept within what style and runtime allow. */
  get settings(): Settings {
    const { style, runtime, clients, mode } = this.#settings
    const { most } = clientLimit(style, runtime ?? 'simulated')
    return {
      ...this.#settings,
      clients: Math.min(clients, most),
      mode: openRefusal(runtime) ? 'burst' : mode,
    }
  }

  set(change: Partial<Settings>): void {
    if (change.style !== undefined && change.style !== this.#settings.style) this.stop()
    this.#settings = { ...this.#settings, ...change }
    this.#changed()
  }

  /** The program of the chosen style as it would run now. */
  get text(): string {
    return this.#parts.drafts.read(this.name, this.#settings.style) ?? this.shipped
  }

  get shipped(): string {
    return this.#parts.programs.get(this.#settings.style)!
  }

  get isEdited(): boolean {
    return this.text !== this.shipped || this.#dialled !== undefined
  }

  /** Keeps what was typed. */
  write(text: string): void {
    this.#keep(text)
    this.#changed()
  }

  /** Forgets what was typed in the chosen style, and the run. */
  reset(): void {
    this.stop()
    this.#records.delete(this.#settings.style)
    this.#dials.delete(this.#settings.style)
    this.write(this.shipped)
  }

  /** The edits offered for the chosen style. */
  get edits(): Edit[] {
    return this.demo.edits.filter((edit) => edit.style === this.#settings.style)
  }

  /** Patches the shipped program, and the database: what a person typed before gives way. */
  apply(edit: Edit): void {
    if (edit.database) this.#dials.set(this.#settings.style, edit.database)
    else this.#dials.delete(this.#settings.style)
    this.write(applyEdit(this.shipped, edit))
  }

  /** The edit that leads to the text and the database as they are, if one does. */
  get appliedEdit(): Edit | undefined {
    return this.edits.find(
      (edit) => edit.database === this.#dialled && this.text === applyEdit(this.shipped, edit),
    )
  }

  get #dialled(): DatabaseDials | undefined {
    return this.#dials.get(this.#settings.style)
  }

  /** The last run of the chosen style; each tab keeps its own. */
  get record(): RunRecord | undefined {
    return this.#records.get(this.#settings.style)
  }

  /** That run, if what it ran is what would run now: another text, or another database, isn't judged by it. */
  get judged(): RunRecord | undefined {
    const { record } = this
    const { source, database } = this.#request()
    const same =
      record?.request.source === source &&
      JSON.stringify(record.request.database) === JSON.stringify(database)
    return same ? record : undefined
  }

  get isRunning(): boolean {
    return this.record !== undefined && !this.record.ended
  }

  /** Runs the program; what ran before is stopped and gone. Does nothing if nothing here can run it. */
  start(): void {
    this.stop()
    const { runtime } = this.settings
    const runner = this.#parts.runners.find((candidate) => candidate.runtime === runtime)
    if (!runner) return
    const request = this.#request()
    const record: RunRecord = { request, runtime: runner.runtime, events: [], ended: false }
    this.#records.set(request.style, record)
    const run = runner.run(request)
    this.#run = run
    for (const listener of this.#listeners) listener.began(record)
    void this.#follow(run, record)
  }

  /** Ends the run; what it says last still arrives. */
  stop(): void {
    this.#run?.stop()
  }

  #request(): RunRequest {
    const { style, clients, latency, mode } = this.settings
    const { requests, paths, pause } = this.demo
    const database = databaseFor(this.demo, this.#dialled)
    return {
      demo: this.name,
      style,
      source: this.text,
      paths,
      clients,
      requests,
      latency,
      seed: 1,
      arrival: 'together',
      mode,
      ...(pause !== undefined && { pause }),
      ...(database && { database }),
    }
  }

  async #follow(run: Run, record: RunRecord): Promise<void> {
    for await (const events of run.events) {
      record.events.push(...events)
      if (this.record !== record) continue
      for (const listener of this.#listeners) listener.happened(events)
    }
    record.ended = true
    if (this.#run === run) this.#run = undefined
    if (this.record !== record) return
    for (const listener of this.#listeners) listener.ended(record)
  }

  #keep(text: string): void {
    const draft = text === this.shipped ? undefined : text
    this.#parts.drafts.write(this.name, this.#settings.style, draft)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener.changed()
  }
}

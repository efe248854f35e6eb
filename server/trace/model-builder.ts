/** Makes a model from events, all at once or as they come: what a live picture asks for ten times a second. */
import type { LaneKind, TraceEvent } from '../kernel/events.ts'
import { CommandLanes } from './command-lanes.ts'
import {
  type End,
  isBackend,
  LANE_KINDS,
  type Lane,
  type Model,
  type Note,
  type Request,
  type Start,
} from './model.ts'
import { Positions } from './positions.ts'
import { RequestLives, requestsAt } from './request-lives.ts'
import { Serving } from './serving.ts'
import { ThreadLanes } from './thread-lanes.ts'

type LaneFacts = Omit<Lane, 'spans' | 'to'> & { to?: number }

/** The model of a whole trace. */
export function modelOf(events: readonly TraceEvent[]): Model {
  const builder = new ModelBuilder()
  builder.add(events)
  return builder.model()
}

/** Takes events in order and tells at any time what they mean so far. */
export class ModelBuilder {
  readonly #lanes = new Map<string, LaneFacts>()
  readonly #positions = new Positions()
  readonly #serving = new Serving()
  readonly #requests = new RequestLives(this.#positions, this.#serving)
  readonly #threads = new ThreadLanes(this.#requests, this.#serving)
  readonly #commands = new CommandLanes(this.#requests)
  readonly #notes: Note[] = []
  #start: Start | undefined
  #end: End | undefined
  #dropped = 0
  #last = 0

  /** Takes in the next events. */
  add(events: readonly TraceEvent[]): void {
    for (const event of events) this.#add(event)
  }

  /** What happened so far; spans that are still open end at `now` (µs), by default at the last event. */
  model(now: number = this.#last): Model {
    const duration = this.#end ? this.#last : Math.max(now, this.#last)
    const requests = this.#requests.requests(duration)
    const byClient = groupByLane(requests)
    const lanes = this.#orderedLanes().map((lane) => ({
      ...lane,
      // The kernel only numbers its threads; one that polls is what the story calls the loop.
      name: this.#threads.isLoop(lane.id) && /^thread \d+$/.test(lane.name) ? 'loop' : lane.name,
      to: lane.to ?? duration,
      spans: this.#spans(lane, byClient.get(lane.id) ?? [], duration),
    }))
    return {
      ...(this.#start && { start: this.#start }),
      ...(this.#end && { end: this.#end }),
      duration,
      lanes,
      requests,
      commands: this.#commands.commands(),
      notes: this.#notes.slice(),
      dropped: this.#dropped,
      requestsAt: (t) => requestsAt(requests, this.#positions, t),
      positionOf: (request, t) => this.#positions.at(request, t),
    }
  }

  #add(event: TraceEvent): void {
    // Clocks of several threads may differ by a few µs; the order of events is what counts.
    const t = Math.max(event.t, this.#last)
    this.#last = t
    this.#register(event, t)
    this.#remember(event, t)
    const at = this.#positions.add(event, t)
    this.#requests.add(event, t)
    this.#threads.add(event, t)
    this.#commands.add(event, t)
    this.#threads.refresh(t, this.#requests.settle(t))
    if (!at) return
    this.#requests.locate(event.request, at)
    this.#threads.locate(event, at)
  }

  #register(event: TraceEvent, t: number): void {
    const { lane } = event
    const known = this.#lanes.get(lane)
    if (event.kind === 'lane-open') {
      const facts = { id: lane, kind: event.lanes, name: event.name, from: known?.from ?? t }
      this.#lanes.set(lane, { ...facts, ...(event.of !== undefined && { of: event.of }) })
      return
    }
    if (event.kind === 'lane-close' && known) known.to = t
    if (event.kind === 'run') this.#discover(`cpu:${event.core}`, t)
    if (event.kind === 'switch') {
      this.#discover(event.from, t)
      this.#discover(event.to, t)
    }
    this.#discover(lane, t)
  }

  /** Cores and main greenlets are there from the beginning: nobody opens their lanes. */
  #discover(lane: string, t: number): void {
    const kind = kindOf(lane)
    if (!kind || this.#lanes.has(lane)) return
    this.#lanes.set(lane, {
      id: lane,
      kind,
      name: `${kind === 'cpu' ? 'core' : kind} ${numberOf(lane)}`,
      from: t,
    })
  }

  #remember(event: TraceEvent, t: number): void {
    const { request } = event
    if (event.kind === 'run-start') {
      const { demo, style, runtime, clients, requests, latency, seed, pause, database } = event
      const dials = { ...(pause !== undefined && { pause }), ...(database && { database }) }
      this.#start = { demo, style, runtime, clients, requests, latency, seed, ...dials }
    } else if (event.kind === 'run-end') this.#end = ending(event)
    else if (event.kind === 'dropped') this.#dropped += event.count
    else if (event.kind === 'mark') this.#notes.push({ t, kind: 'mark', request, text: event.name })
    else if (event.kind === 'log')
      this.#notes.push({
        t,
        kind: event.stream,
        request,
        text: event.text,
        ...(event.at && { at: event.at }),
      })
    else if (event.kind === 'listening')
      this.#notes.push({ t, kind: 'listening', request, text: event.address ?? `port ${event.port}` })
  }

  #orderedLanes(): LaneFacts[] {
    const rank = ({ kind }: LaneFacts) => LANE_KINDS.indexOf(kind)
    return [...this.#lanes.values()].sort((a, b) => rank(a) - rank(b) || numberOf(a.id) - numberOf(b.id))
  }

  #spans({ id, kind }: LaneFacts, requests: Request[], now: number) {
    if (isBackend(kind)) return this.#commands.spans(id, now)
    if (kind !== 'client') return this.#threads.spans(id, now) ?? []
    return requests.flatMap((request) => request.spans)
  }
}

function ending({ reason, message, at }: TraceEvent & { kind: 'run-end' }): End {
  return { reason, ...(message !== undefined && { message }), ...(at && { at }) }
}

function kindOf(lane: string): LaneKind | undefined {
  return LANE_KINDS.find((kind) => lane.startsWith(`${kind}:`))
}

function numberOf(lane: string): number {
  return Number(lane.slice(lane.indexOf(':') + 1)) || 0
}

function groupByLane(requests: Request[]): Map<string, Request[]> {
  const groups = new Map<string, Request[]>()
  for (const request of requests) {
    const group = groups.get(request.lane)
    if (group) group.push(request)
    else groups.set(request.lane, [request])
  }
  return groups
}

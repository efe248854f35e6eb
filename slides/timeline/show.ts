/**
 * One run in the player: its model as it grows, the clock that plays it, the request that was chosen, and
 * the sentence that holds. Knows no DOM; wall times (ms) come from outside.
 */
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Model } from '../../server/trace/model.ts'
import { ModelBuilder } from '../../server/trace/model-builder.ts'
import { narrate } from '../../server/trace/narrate.ts'
import type { Standing } from '../editor/code-rows.ts'
import type { TimeLineMeta } from '../run/time-line-slot.ts'
import type { Action } from './keys.ts'
import { LiveClock, liveWindow } from './live-clock.ts'
import { Origin } from './origin.ts'
import type { Drawing } from './picture.ts'
import { keepPlace, placeIn } from './places.ts'
import { type Phase, ReplayClock } from './replay-clock.ts'
import { standingsAt, standingsKey } from './standings.ts'
import { Steps } from './steps.ts'
import { liveSentence } from './words.ts'

/** A live picture is laid out anew after so long, ms … */
const LAYOUT_MS = 90
/** … and reaches so far ahead of the run that it lasts until then, µs: the veil covers what isn't yet. */
const AHEAD = 150_000

export class Show {
  readonly #meta: TimeLineMeta
  readonly #isStill: boolean
  readonly #origin: Origin
  readonly #builder = new ModelBuilder()
  readonly #live = new LiveClock()
  readonly #clock: ReplayClock
  #model: Model
  #steps = new Steps([])
  #step: number | undefined
  #selected: number | undefined
  #laidAt = -Infinity
  /** The first event that the picture doesn't show yet, µs. */
  #unlaid: number | undefined

  /** `isStill`: nothing moves by itself, and the playhead goes from event to event. */
  constructor(meta: TimeLineMeta, isStill: boolean) {
    this.#meta = meta
    this.#origin = new Origin({ clients: this.#showsClients })
    this.#isStill = isStill
    this.#clock = new ReplayClock(meta.moment)
    this.#model = this.#builder.model()
  }

  add(events: readonly TraceEvent[], now: number): void {
    const shown = this.#origin.take(events)
    const last = shown.at(-1)
    if (!last) return
    this.#builder.add(shown)
    this.#live.heard(last.t, now)
    this.#unlaid ??= shown[0]!.t
  }

  finish(): void {
    this.#builder.add(this.#origin.end())
    this.#model = this.#builder.model()
    this.#tellSteps()
    const place = placeIn(this.#meta.run)
    const hasShow = !place && !this.#isStill && this.#model.requests.length > 0
    this.#clock.finish(this.#model.duration, hasShow)
    if (!place) return
    this.#clock.seek(place.t)
    this.select(place.selected)
  }

  /** Time passes, `ms` of it before somebody's eyes. The result says whether the picture must be drawn anew. */
  advance(now: number, ms: number): boolean {
    if (this.#clock.phase !== 'live') {
      this.#clock.advance(ms)
      this.#step = undefined
      this.#keep()
      return false
    }
    const t = this.#live.at(now)
    const isOld = this.#unlaid !== undefined || t > this.#model.duration
    const isDue = isOld && now - this.#laidAt >= LAYOUT_MS
    if (isDue) {
      this.#model = this.#builder.model(t + AHEAD)
      this.#unlaid = undefined
      this.#laidAt = now
    }
    // Left of the playhead, everything is true.
    this.#clock.follow(Math.min(t, this.#unlaid ?? Infinity, this.#model.duration))
    return isDue
  }

  /** What the picture shows. */
  get drawing(): Drawing {
    const { clients, style, lanes } = this.#meta
    const title = `Timeline of ${clients} ${clients === 1 ? 'client' : 'clients'}, style ${style}`
    const drawing = { model: this.#model, title, ...(lanes && { lanes }) }
    if (this.phase !== 'live') return drawing
    return { ...drawing, window: liveWindow(this.#clock.t, this.#meta.latency) }
  }

  get phase(): Phase {
    return this.#clock.phase
  }

  get isMoving(): boolean {
    return this.phase === 'live' || this.#clock.isMoving
  }

  /** The playhead, µs. */
  get t(): number {
    const { t, isMoving } = this.#clock
    return this.#isStill && isMoving ? this.#steps.timeOf(this.#steps.indexAt(t)) : t
  }

  get selected(): number | undefined {
    return this.#selected
  }

  /** What is being told now. */
  get sentence(): string {
    if (this.phase === 'live')
      return this.#origin.isWaiting ? 'The server starts.' : liveSentence(this.#model, this.t, this.#alone)
    return this.#steps.textOf(this.#step ?? this.#steps.indexAt(this.t))
  }

  /** Where requests stand now; the key changes with them and with the selection. */
  standings(): { positions: Standing[]; key: string } {
    const positions = this.#clock.isGliding ? [] : standingsAt(this.#model, this.t)
    return { positions, key: `${this.#selected}|${standingsKey(positions)}` }
  }

  seek(t: number): void {
    this.#clock.seek(t)
    this.#step = undefined
    this.#keep()
  }

  /** Selects a request of the run; anything else selects none. */
  select(request: number | undefined): void {
    this.#selected = this.#model.requests.find((each) => each.request === request)?.request
    this.#step = undefined
    if (this.phase !== 'live') this.#tellSteps()
    this.#keep()
  }

  toggle(request: number): void {
    this.select(request === this.#selected ? undefined : request)
  }

  /** Ends the show after the run; a person who took over isn't disturbed. */
  interrupt(): void {
    const { phase, isMoving } = this.#clock
    if (isMoving && phase !== 'play') this.#clock.skip()
    this.#keep()
  }

  act(action: Action): void {
    switch (action.does) {
      case 'toggle':
        this.#playOrPause()
        break
      case 'skip':
        this.interrupt()
        break
      case 'start':
        this.seek(0)
        this.#step = this.#steps.from(0, 0)
        break
      case 'end':
        this.seek(Infinity)
        break
      case 'scrub':
        this.seek(this.t + (action.by / 100) * this.#model.duration)
        break
      case 'step':
        this.#stepBy(action.by)
        break
      case 'choose':
        this.#choose(action.by)
        break
      case 'select':
        this.toggle(action.request)
        break
      case 'unselect':
        this.select(undefined)
        break
      case 'widen':
        break
    }
  }

  #playOrPause(): void {
    if (this.#clock.isMoving) this.#clock.pause()
    else this.#clock.play()
    this.#step = undefined
    this.#keep()
  }

  #stepBy(by: number): void {
    const step = this.#steps.from(this.#step ?? this.#steps.indexAt(this.t), by)
    if (step === undefined || this.phase === 'live') return
    this.seek(this.#steps.timeOf(step))
    this.#step = step
  }

  #choose(by: number): void {
    const { requests } = this.#model
    const index = requests.findIndex(({ request }) => request === this.#selected)
    const next = index < 0 ? (by > 0 ? 0 : requests.length - 1) : index + by
    this.select(requests[next]?.request ?? this.#selected)
  }

  /** What a program does whose clients aren't shown: often it has none. */
  get #alone(): string | undefined {
    return this.#showsClients ? undefined : 'the program runs'
  }

  get #showsClients(): boolean {
    return this.#meta.lanes?.includes('client') ?? true
  }

  #tellSteps(): void {
    this.#steps = new Steps(narrate(this.#model, this.#selected))
  }

  #keep(): void {
    if (this.phase !== 'live') keepPlace(this.#meta.run, { t: this.t, selected: this.#selected })
  }
}

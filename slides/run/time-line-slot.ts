/**
 * Where the timeline stands. The player is a custom element in a chunk of its own: the slide doesn't wait
 * for it, and what has happened until it arrives is told to it then.
 */

import type { LaneKind, TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest, RuntimeName } from '../../server/run.ts'
import type { Standing } from '../editor/code-rows.ts'
import { element } from '../element.ts'
import type { RunRecord } from './session.ts'

/** What the player is told when a run begins. `moment` (0..1) is where the picture should rest. */
export interface TimeLineMeta extends RunRequest {
  runtime: RuntimeName
  moment: number
  /** Which lanes; default all. */
  lanes?: readonly LaneKind[]
  /** Stands for this one run: a player that is told of it again goes on where the last one was. */
  run: object
}

/** The player, as far as a demo needs it. Its `stand` events say where requests stand now. */
export interface TimeLineElement extends HTMLElement {
  selectedRequest: number | undefined
  begin(meta: TimeLineMeta): void
  add(events: TraceEvent[]): void
  finish(): void
}

/** What happens in the player that its demo wants to know. */
export interface SlotParts {
  /** Which lanes the slide shows; default all. */
  lanes?: readonly LaneKind[] | undefined
  /** Requests stand elsewhere now. */
  stand(standings: Standing[], selected: number | undefined): void
  /** A person asked for more room, or for less. */
  widen(): void
}

/** The slot of one demo. */
export class TimeLineSlot {
  readonly root = element('div', { class: 'time-line-slot' })
  readonly #parts: SlotParts
  #player: TimeLineElement | undefined

  constructor(parts: SlotParts) {
    this.#parts = parts
  }

  /** Loads the player and puts it in; resolves when it can be told of a run. */
  async open(): Promise<void> {
    await import('../timeline/time-line.ts')
    this.#place()
  }

  /** Back to nothing: a new player knows no run. */
  clear(): void {
    this.root.classList.remove('has-run')
    if (this.#player) this.#place()
  }

  begin(record: RunRecord, moment: number): void {
    this.root.classList.add('has-run')
    const { lanes } = this.#parts
    const shown = lanes ? { lanes } : {}
    this.#player?.begin({ ...record.request, ...shown, runtime: record.runtime, moment, run: record })
  }

  add(events: TraceEvent[]): void {
    this.#player?.add(events)
  }

  finish(): void {
    this.#player?.finish()
  }

  /** Tells a player that came late, or came anew, all that has happened. */
  replay(record: RunRecord, moment: number): void {
    this.begin(record, moment)
    this.add(record.events)
    if (record.ended) this.finish()
  }

  #place(): void {
    const player = document.createElement('time-line') as TimeLineElement
    player.setAttribute('data-prevent-swipe', '')
    player.addEventListener('stand', (event) => {
      const { positions } = (event as CustomEvent<{ positions: Standing[] }>).detail
      this.#parts.stand(positions, player.selectedRequest)
    })
    player.addEventListener('widen', () => this.#parts.widen())
    this.root.replaceChildren(player)
    this.#player = player
  }
}

/**
 * `<time-line>`: the picture of a run, live while it lasts, then played again, then to be looked into. What
 * it shows comes from events alone; what a person chose in a run outlives the element.
 */
import type { TraceEvent } from '../../server/kernel/events.ts'
import { element } from '../element.ts'
import type { TimeLineElement, TimeLineMeta } from '../run/time-line-slot.ts'
import { Controls } from './controls.ts'
import { type Action, actionOf } from './keys.ts'
import { Picture } from './picture.ts'
import { Show } from './show.ts'
import { Shown } from './shown.ts'
import './time-line.css'

let count = 0

export class TimeLine extends HTMLElement implements TimeLineElement {
  readonly #picture = new Picture(`time-line-${++count}`)
  readonly #story = element('p', { class: 'story', 'data-test': 'story' })
  readonly #controls = new Controls({
    toggle: () => this.#do({ does: 'toggle' }),
    step: (by) => this.#do({ does: 'step', by }),
    seek: (t) => this.#change((show) => show.seek(t)),
  })
  readonly #resized = new ResizeObserver(() => this.#resize())
  #shown: Shown | undefined
  #show: Show | undefined
  #frame = 0
  #lastFrame: number | undefined
  #told = ''

  constructor() {
    super()
    this.addEventListener('keydown', (event) => this.#press(event))
    this.#picture.root.addEventListener('click', (event) => this.#click(event))
  }

  connectedCallback(): void {
    this.setAttribute('role', 'group')
    this.setAttribute('aria-label', 'Timeline of the run')
    this.replaceChildren(this.#picture.root, this.#controls.root, this.#story)
    this.#shown = new Shown(this, () => this.#wake())
    this.#resized.observe(this.#picture.root)
    this.#wake()
  }

  disconnectedCallback(): void {
    this.#shown?.close()
    this.#shown = undefined
    this.#resized.disconnect()
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /** A run begins; what was shown before is gone. */
  begin(meta: TimeLineMeta): void {
    this.#show = new Show(meta, matchMedia('(prefers-reduced-motion: reduce)').matches)
    this.#picture.clear()
    this.#picture.select(undefined)
    this.#controls.duration = undefined
    this.#told = ''
    // From here on it can be seen.
    this.#draw()
    this.#shown?.check()
    this.#wake()
  }

  /** What has happened in it since. */
  add(events: TraceEvent[]): void {
    this.#show?.add(events, performance.now())
    this.#wake()
  }

  /** It is over: nothing more will be added. */
  finish(): void {
    if (!this.#show) return
    this.#show.finish()
    this.#picture.draw(this.#show.drawing)
    this.#picture.select(this.#show.selected)
    this.#controls.duration = this.#show.drawing.model.duration
    this.#draw()
    this.#wake()
  }

  /** The request whose spans are lit in all lanes. */
  get selectedRequest(): number | undefined {
    return this.#show?.selected
  }

  set selectedRequest(request: number | undefined) {
    this.#change((show) => show.select(request))
  }

  #click(event: MouseEvent): void {
    const { hit, ruler } = this.#picture.at(event)
    const request = hit?.request
    if (ruler !== undefined) this.#change((show) => show.seek(ruler))
    else if (request !== undefined) this.#change((show) => show.toggle(request))
    else this.#change((show) => show.interrupt())
  }

  #press(event: KeyboardEvent): void {
    const action = actionOf(event)
    // A button's own keys press it.
    const isButton = event.target instanceof HTMLButtonElement && (event.key === ' ' || event.key === 'Enter')
    if (!action) return
    // The deck would turn the slide.
    event.stopPropagation()
    if (isButton) return
    event.preventDefault()
    this.#do(action)
  }

  #do(action: Action): void {
    if (action.does === 'widen') this.dispatchEvent(new Event('widen'))
    if (action.does === 'step') this.#story.setAttribute('aria-live', 'polite')
    this.#change((show) => show.act(action))
  }

  #change(change: (show: Show) => void): void {
    if (!this.#show) return
    change(this.#show)
    this.#picture.select(this.#show.selected)
    this.#draw()
    this.#wake()
  }

  /** Asks for frames while something moves and somebody looks. */
  #wake(): void {
    if (!this.#shown?.isShown || !this.#show?.isMoving) {
      this.#lastFrame = undefined
      return
    }
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#next(now))
  }

  #next(now: number): void {
    this.#frame = 0
    const show = this.#show
    if (show && this.#shown?.isShown) {
      if (show.advance(now, now - (this.#lastFrame ?? now))) this.#picture.draw(show.drawing)
      this.#lastFrame = now
      this.#draw()
    }
    this.#wake()
  }

  #resize(): void {
    this.#picture.redraw()
    this.#draw()
  }

  /** Everything but the picture itself. */
  #draw(): void {
    const show = this.#show
    if (!show) return
    this.setAttribute('data-phase', show.phase)
    if (show.isMoving) this.#story.removeAttribute('aria-live')
    this.#picture.point(show.t)
    this.#controls.show(show.t, show.isMoving)
    const { sentence } = show
    if (this.#story.textContent !== sentence) this.#story.textContent = sentence
    this.#tell(show)
  }

  #tell(show: Show): void {
    const { positions, key } = show.standings()
    if (key === this.#told) return
    this.#told = key
    this.dispatchEvent(new CustomEvent('stand', { detail: { positions } }))
  }
}

customElements.define('time-line', TimeLine)

/** Play, step and scrub: the buttons, and a slider whose thumb stands below the playhead. */
import { button, element } from '../element.ts'
import { readTime } from './words.ts'

/** What a person asks for here. */
export interface ControlsParts {
  toggle(): void
  step(by: number): void
  /** µs */
  seek(t: number): void
}

export class Controls {
  readonly root: HTMLElement
  readonly #play: HTMLButtonElement
  readonly #steps: HTMLButtonElement[]
  readonly #slider = element('input', { type: 'range', min: '0', step: 'any', 'aria-label': 'Time' })
  readonly #time = element('span', { class: 'time', 'aria-hidden': 'true' })

  constructor({ toggle, step, seek }: ControlsParts) {
    this.#play = button('', 'play', toggle)
    const back = button('', 'back', () => step(-1))
    const forth = button('', 'forth', () => step(1))
    back.setAttribute('aria-label', 'Previous event')
    forth.setAttribute('aria-label', 'Next event')
    this.#steps = [back, forth]
    this.#slider.addEventListener('input', () => seek(this.#slider.valueAsNumber))
    const buttons = element('div', { class: 'buttons' }, back, this.#play, forth)
    this.root = element('div', { class: 'player' }, buttons, this.#slider, this.#time)
  }

  /** How long the run is, µs; undefined while that isn't known. */
  set duration(duration: number | undefined) {
    const known = duration !== undefined
    for (const control of [this.#play, ...this.#steps, this.#slider]) control.disabled = !known
    this.#slider.max = String(duration ?? 1)
  }

  /** Shows the playhead's place (µs), and whether it moves. */
  show(t: number, isMoving: boolean): void {
    const words = readTime(t)
    if (!this.#slider.disabled) this.#slider.value = String(t)
    this.#slider.setAttribute('aria-valuetext', words)
    this.#time.textContent = words
    this.#play.classList.toggle('is-moving', isMoving)
    this.#play.setAttribute('aria-label', isMoving ? 'Pause' : 'Play')
  }
}

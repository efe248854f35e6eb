/** A slider with its name and value: a native input, so it works with keys, touch and screen readers. */
import { element } from '../element.ts'
import type { ClientLimit } from './limits.ts'

/** What a dial can be set to. `unit` is written after the value. */
export interface Scale {
  least: number
  most: number
  step: number
  unit: string
}

export class Dial {
  readonly root: HTMLElement
  readonly #input: HTMLInputElement
  readonly #value = element('output')
  readonly #unit: string

  /** `turn` hears of every change. */
  constructor(name: string, scale: Scale, turn: (value: number) => void) {
    this.#unit = scale.unit
    this.#input = element('input', {
      type: 'range',
      min: String(scale.least),
      max: String(scale.most),
      step: String(scale.step),
      'aria-label': name,
      'data-test': name.toLowerCase(),
    })
    this.#input.addEventListener('input', () => turn(this.#input.valueAsNumber))
    this.root = element(
      'label',
      { class: 'dial', 'data-wide': scale.unit !== '' },
      element('span', {}, `${name} `, this.#value),
      this.#input,
    )
  }

  draw(value: number, { most, note = '', reason = '' }: ClientLimit): void {
    this.#input.max = String(most)
    this.#input.valueAsNumber = value
    this.#input.setAttribute('aria-valuetext', `${value}${this.#unit}`)
    this.#value.textContent = `${value}${this.#unit}`
    this.root.title = reason
    this.root.setAttribute('data-note', note)
    this.#input.setAttribute('aria-description', reason)
  }
}

/** A few options of which one holds, as native radio buttons that look like a switch. */
import { element } from '../element.ts'

/** What a choice shows and changes. */
export interface ChoiceParts {
  /** Unique in the page. */
  group: string
  legend: string
  /** Words by value. */
  options: Record<string, string>
  get: () => string | undefined
  set: (value: string) => void
  /** Why an option can't be chosen now; undefined if it can. Default: all can. */
  refusal?: (value: string) => string | undefined
}

export class Choice {
  readonly root: HTMLElement
  readonly #parts: ChoiceParts
  readonly #options: { input: HTMLInputElement; label: HTMLElement }[]

  constructor(parts: ChoiceParts) {
    this.#parts = parts
    this.#options = Object.entries(parts.options).map(([value, words]) => {
      const input = element('input', { type: 'radio', name: parts.group, value, 'data-test': value })
      input.addEventListener('change', () => parts.set(value))
      return { input, label: element('label', {}, input, element('span', {}, words)) }
    })
    const labels = this.#options.map(({ label }) => label)
    this.root = element('fieldset', { class: 'choice' }, element('legend', {}, parts.legend), ...labels)
  }

  draw(): void {
    const { get, refusal } = this.#parts
    for (const { input, label } of this.#options) {
      const reason = refusal?.(input.value)
      input.checked = input.value === get()
      input.disabled = reason !== undefined
      label.title = reason ?? ''
      input.setAttribute('aria-description', reason ?? '')
    }
  }
}

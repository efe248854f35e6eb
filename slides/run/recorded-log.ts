/**
 * What the original did when it was run so, a button's press away from what our program has just done. It
 * was recorded once and is never live: each line says so.
 */
import type { Recorded } from '../../server/trace/demo.ts'
import { originalName, recordedLines } from '../../server/trace/recorded.ts'
import { button, element } from '../element.ts'

/** What a recorded log shows and changes. */
export interface RecordedLogParts {
  recorded: Recorded
  /** Unique in the page. */
  id: string
  get: () => boolean
  set: (open: boolean) => void
}

/** The button, and the lines under it. */
export class RecordedLog {
  readonly root: HTMLElement
  readonly #parts: RecordedLogParts
  readonly #switch: HTMLButtonElement
  readonly #lines: HTMLElement

  constructor(parts: RecordedLogParts) {
    this.#parts = parts
    const { recorded, id } = parts
    const name = originalName(recorded.system)
    this.#switch = button(`What ${name} did`, 'recorded-switch', () => this.#toggle())
    this.#switch.setAttribute('aria-controls', id)
    this.#lines = element(
      'div',
      {
        id,
        class: 'output recorded-lines',
        role: 'group',
        'aria-label': `Recorded from ${name}`,
        tabindex: '0',
        title: `Recorded from ${name} as it ran the program ${recorded.scenario}; not live`,
        'data-test': 'recorded',
      },
      ...recordedLines(recorded).map(({ text, error }) =>
        element(
          'p',
          { class: error ? 'line error' : 'line' },
          element('span', { class: 'who' }, 'recorded'),
          element('span', { class: 'said' }, text),
        ),
      ),
    )
    this.root = element('div', { class: 'recorded' }, this.#switch, this.#lines)
    this.draw()
  }

  draw(): void {
    const open = this.#parts.get()
    this.#switch.setAttribute('aria-expanded', String(open))
    this.#lines.hidden = !open
  }

  #toggle(): void {
    this.#parts.set(!this.#parts.get())
    this.draw()
  }
}

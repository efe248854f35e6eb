/**
 * The timeline alone on the slide, and back: a button beside the headline, `w` while the timeline has the
 * focus, Esc. What was chosen is the session's, so it lasts as long as the demo does.
 */
import { button, element } from '../element.ts'

/** What a toggle shows and changes. */
export interface WideParts {
  /** The demo: it gets the class `is-wide`. */
  root: HTMLElement
  get: () => boolean
  set: (wide: boolean) => void
}

export class WideToggle {
  readonly root: HTMLButtonElement
  readonly #parts: WideParts
  readonly #end = new AbortController()

  constructor(parts: WideParts) {
    this.#parts = parts
    this.root = button('', 'wide', () => this.toggle())
    this.root.setAttribute('aria-label', 'Wide timeline')
    this.root.title = 'Wide timeline (w), Esc to leave'
    this.root.append(element('span', { class: 'arrows' }))
    // Before the deck, which would open its overview.
    const options = { capture: true, signal: this.#end.signal }
    document.addEventListener('keydown', (event) => this.#leave(event), options)
    this.draw()
  }

  toggle(): void {
    this.#parts.set(!this.#parts.get())
    this.draw()
  }

  draw(): void {
    const isWide = this.#parts.get()
    this.#parts.root.classList.toggle('is-wide', isWide)
    this.root.setAttribute('aria-pressed', String(isWide))
  }

  close(): void {
    this.#end.abort()
  }

  /** Wherever the focus is, as long as this demo's slide shows. */
  #leave(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#parts.get()) return
    if (!this.#parts.root.checkVisibility({ visibilityProperty: true })) return
    event.preventDefault()
    event.stopPropagation()
    this.toggle()
  }
}

/**
 * Whether anybody can see an element. A slide that isn't the present one keeps its place on the stage but is
 * invisible, which no observer reports: the deck's own event does.
 */

/** Calls `onChange` when the element may have come into sight or gone out of it. Needs `close`. */
export class Shown {
  readonly #element: Element
  readonly #observer: IntersectionObserver
  readonly #end = new AbortController()
  #intersects = true
  #isShown = false

  constructor(element: Element, onChange: () => void) {
    this.#element = element
    const changed = () => {
      this.check()
      onChange()
    }
    this.#observer = new IntersectionObserver((entries) => {
      this.#intersects = entries.at(-1)?.isIntersecting ?? true
      changed()
    })
    this.#observer.observe(element)
    const { signal } = this.#end
    document.addEventListener('visibilitychange', changed, { signal })
    document.addEventListener('slidechanged', changed, { signal })
  }

  /** As of the last check: asking the browser in every frame would cost more than the frame. */
  get isShown(): boolean {
    return this.#isShown
  }

  /** Looks again, after a change that no event tells of. */
  check(): void {
    const visible = this.#element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
    this.#isShown = this.#intersects && visible && document.visibilityState === 'visible'
  }

  close(): void {
    this.#observer.disconnect()
    this.#end.abort()
  }
}

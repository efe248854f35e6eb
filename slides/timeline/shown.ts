/**
 * Whether anybody can see an element. A slide that isn't the present one keeps its place on the stage but is
 * invisible, which no observer reports: the deck's own event does.
 */

/** Calls `changed` when the element may have come into sight or gone out of it. Needs `close`. */
export class Shown {
  readonly #element: Element
  readonly #observer: IntersectionObserver
  readonly #end = new AbortController()
  #intersects = true

  constructor(element: Element, changed: () => void) {
    this.#element = element
    this.#observer = new IntersectionObserver((entries) => {
      this.#intersects = entries.at(-1)?.isIntersecting ?? true
      changed()
    })
    this.#observer.observe(element)
    const { signal } = this.#end
    document.addEventListener('visibilitychange', changed, { signal })
    document.addEventListener('slidechanged', changed, { signal })
  }

  get isShown(): boolean {
    const visible = this.#element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
    return this.#intersects && visible && document.visibilityState === 'visible'
  }

  close(): void {
    this.#observer.disconnect()
    this.#end.abort()
  }
}

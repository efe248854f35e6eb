/** The tabs over the code: one for each style that the slide compares. */
import type { Style } from '../../server/run.ts'
import { element } from '../element.ts'
import type { Session } from './session.ts'

/** What a style is called on screen. */
export const STYLE_LABELS: Record<Style, string> = {
  threads: 'Threads',
  greenlets: 'Greenlets',
  callbacks: 'Callbacks',
  coroutines: 'Coroutines',
  async: 'async / await',
  blocked: 'Blocking',
}

/** The tab list of a session, for the panel with this id. Arrow keys choose, as ARIA's tabs do. */
export class StyleTabs {
  readonly root: HTMLElement
  readonly #session: Session
  readonly #tabs: HTMLButtonElement[]

  constructor(session: Session, panel: string) {
    this.#session = session
    this.#tabs = session.styles.map((style) => this.#tab(style, panel))
    this.root = element(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': 'Style of the server' },
      ...this.#tabs,
    )
    this.root.addEventListener('keydown', (event) => this.#move(event))
    this.draw()
  }

  draw(): void {
    const { style } = this.#session.settings
    for (const tab of this.#tabs) {
      const chosen = tab.getAttribute('data-style') === style
      tab.setAttribute('aria-selected', String(chosen))
      tab.tabIndex = chosen ? 0 : -1
    }
  }

  #tab(style: Style, panel: string): HTMLButtonElement {
    const tab = element(
      'button',
      { type: 'button', role: 'tab', id: `${panel}-${style}`, 'aria-controls': panel, 'data-style': style },
      STYLE_LABELS[style],
    )
    tab.addEventListener('click', () => this.#session.set({ style }))
    return tab
  }

  #move(event: KeyboardEvent): void {
    const last = this.#tabs.length - 1
    const at = this.#session.styles.indexOf(this.#session.settings.style)
    const next = {
      ArrowLeft: at === 0 ? last : at - 1,
      ArrowRight: at === last ? 0 : at + 1,
      Home: 0,
      End: last,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    this.#session.set({ style: this.#session.styles[next]! })
    this.#tabs[next]!.focus()
  }
}

/**
 * `<run-demo demo="find-team" styles="threads,greenlets">`: a demo on a slide. The element holds nothing:
 * connected, it draws its session; disconnected, it lets go, so reveal may move or re-create it.
 */
import type { LaneKind } from '../../server/kernel/events.ts'
import { STYLES, type Style } from '../../server/run.ts'
import { isReadingPage } from '../deck/reading-page.ts'
import { collectPrepared } from './prepared-code.ts'
import type { Session } from './session.ts'
import { sessionOf } from './sessions.ts'
import { DemoView } from './view.ts'

export class RunDemo extends HTMLElement {
  #view: DemoView | undefined
  #session: Session | undefined

  /** The deck sends `leave` when the slide is left: nobody watches, so nothing runs on. */
  constructor() {
    super()
    this.addEventListener('leave', () => this.#session?.stop())
  }

  connectedCallback(): void {
    const name = this.getAttribute('demo') ?? ''
    collectPrepared(name, this)
    void this.#open(name)
  }

  disconnectedCallback(): void {
    this.#view?.dispose()
    this.#view = undefined
  }

  async #open(name: string): Promise<void> {
    this.#session = await sessionOf(name, readStyles(this.getAttribute('styles') ?? ''))
    if (!this.isConnected || this.#view) return
    const lanes = readLanes(this.getAttribute('lanes'))
    this.#view = new DemoView(this.#session, { editable: !isReadingPage(), lanes })
    this.replaceChildren(this.#view.root)
  }
}

function readStyles(words: string): Style[] {
  const names = words.split(',')
  return names.map((name) => STYLES.find((style) => style === name)).filter((style) => style !== undefined)
}

/** The build has checked them; without the attribute, all lanes are shown. */
function readLanes(words: string | null): LaneKind[] | undefined {
  return words?.split(',') as LaneKind[] | undefined
}

customElements.define('run-demo', RunDemo)

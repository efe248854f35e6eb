/**
 * The code on a slide: static at first, an editor from the first click or Enter on. It shows a program's
 * marked region or all of it, and says what was typed as whole programs.
 */
import { element } from '../element.ts'
import { CodeRows, type Problem, type Standing } from './code-rows.ts'
import type { MountedEditor } from './editor.ts'
import { joinRegion, type Region, splitRegion } from './region.ts'

/** What a pane needs from its surroundings. */
export interface CodePaneParts {
  /** Id of the panel, for the tabs that control it. */
  id: string
  /** Highlighted HTML of a program's shown region if the build made it. */
  prepared(program: string): string | undefined
  /** Whether clicks may turn it into an editor; phones keep static code. */
  editable: boolean
  typed(program: string): void
  run(): void
  /** Esc in the editor: focus should go on. */
  left(): void
}

/** A program with the name of its file, such as `find-team/callbacks.ts`. */
export interface NamedProgram {
  name: string
  text: string
}

export class CodePane {
  readonly root: HTMLElement
  readonly #parts: CodePaneParts
  readonly #static = element('div', { class: 'static-code', role: 'region', tabindex: '0' })
  readonly #rows = new CodeRows()
  #program: NamedProgram = { name: '', text: '' }
  #region: Region = splitRegion('')
  #whole = false
  #live: { host: HTMLElement; editor?: MountedEditor } | undefined
  readonly #resized = new ResizeObserver(() => this.#live?.editor?.relayout())

  constructor(parts: CodePaneParts) {
    this.#parts = parts
    this.root = element(
      'div',
      { class: 'code-pane', id: parts.id, role: 'tabpanel', 'data-test': 'code' },
      this.#static,
      this.#rows.root,
    )
    this.#static.addEventListener('scroll', () =>
      this.#rows.scroll(this.#static.scrollLeft, this.#static.scrollTop),
    )
    this.#static.addEventListener('click', (event) => void this.edit(event))
    this.root.addEventListener('keydown', (event) => this.#enter(event))
    if (parts.editable) this.root.addEventListener('pointerenter', () => void loadEditor(), { once: true })
    this.#resized.observe(this.root)
  }

  /** Shows a program; an editor that already has this text keeps its caret. */
  show(program: NamedProgram): void {
    const same = program.name === this.#program.name
    if (same && program.text === this.#program.text) return
    if (!same) this.#closeEditor()
    this.#program = program
    this.#draw()
    this.#live?.editor?.show(this.#region)
  }

  /** Whether all of the file is shown, not just the marked region. */
  get isWhole(): boolean {
    return this.#whole
  }

  /** Whether the program has more than what is shown. */
  get hasMore(): boolean {
    return splitRegion(this.#program.text).before !== ''
  }

  set isWhole(whole: boolean) {
    this.#whole = whole
    this.#draw()
    this.#live?.editor?.show(this.#region)
  }

  stand(standings: readonly Standing[], selected: number | undefined): void {
    this.#rows.stand(standings, selected)
  }

  mark(problem: Problem | undefined): void {
    this.#rows.mark(problem)
    this.#live?.editor?.mark(problem)
  }

  /** Turns the pane into an editor, with the caret where `at` clicked. */
  async edit(at?: MouseEvent): Promise<void> {
    if (!this.#parts.editable || this.#live) return
    const live: { host: HTMLElement; editor?: MountedEditor } = {
      host: element('div', { class: 'live-code' }),
    }
    this.#live = live
    const { mountEditor } = await loadEditor()
    if (this.#live !== live || !this.root.isConnected) return
    this.#static.after(live.host)
    live.editor = mountEditor(live.host, {
      name: this.#program.name,
      region: this.#region,
      look: this.#static.querySelector('pre')!,
      ...(at ? { at: { x: at.clientX, y: at.clientY } } : {}),
      typed: (shown) => this.#typed(shown),
      run: () => this.#parts.run(),
      left: () => this.#parts.left(),
      scrolled: (left, top) => this.#rows.scroll(left, top),
    })
    this.root.classList.add('is-live')
  }

  dispose(): void {
    this.#closeEditor()
    this.#resized.disconnect()
  }

  #typed(shown: string): void {
    const text = joinRegion(this.#region, shown)
    this.#region = { ...this.#region, shown }
    this.#program = { ...this.#program, text }
    this.#rows.show(shown.split('\n').length, this.#region.firstLine)
    this.#parts.typed(text)
  }

  #draw(): void {
    const { text, name } = this.#program
    this.#region = this.#whole ? { before: '', shown: text, after: '', firstLine: 1 } : splitRegion(text)
    const { shown, firstLine } = this.#region
    const prepared = this.#whole ? undefined : this.#parts.prepared(text)
    if (prepared) this.#static.innerHTML = prepared
    else this.#drawPlain(shown)
    this.#rows.show(shown.split('\n').length, firstLine)
    const how = this.#parts.editable ? ', press Enter to edit' : ''
    this.root.setAttribute('aria-label', name)
    this.#static.setAttribute('aria-label', `${name}${how}`)
  }

  /** Plain at once, in colour as soon as the highlighter is there. */
  #drawPlain(shown: string): void {
    const lines = shown.split('\n').map((line) => element('span', { class: 'line' }, line))
    this.#static.replaceChildren(element('pre', { class: 'shiki' }, element('code', {}, ...lines)))
    void import('./highlight.ts').then(({ highlight }) => {
      if (this.#region.shown === shown) this.#static.innerHTML = highlight(shown)
    })
  }

  #enter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.target !== this.#static) return
    event.preventDefault()
    if (event.ctrlKey || event.metaKey) this.#parts.run()
    else void this.edit()
  }

  #closeEditor(): void {
    this.#live?.editor?.dispose()
    this.#live?.host.remove()
    this.#live = undefined
    this.root.classList.remove('is-live')
    this.#rows.scroll(0, 0)
  }
}

/** The editor is large: it's fetched when a pointer comes near, or at the latest when it's wanted. */
function loadEditor(): Promise<typeof import('./editor.ts')> {
  return import('./editor.ts')
}

/** One Monaco editor over a slide's code: same text, same place, same colours as the static lines below it. */
import type { editor, IDisposable } from 'monaco-editor/editor'
import { assist } from './assistance.ts'
import type { Problem } from './code-rows.ts'
import { EDITOR_THEME, paint } from './colours.ts'
import { diagnose } from './diagnostics.ts'
import { describeGuest } from './guest-library.ts'
import { monaco } from './monaco.ts'
import type { Region } from './region.ts'
import { WindowModel } from './window-model.ts'

/** What an editor is made from. */
export interface EditorParts {
  /** The program's path under `demos/`. */
  name: string
  region: Region
  /** The static code whose measures it takes. */
  look: HTMLElement
  /** Where a click asked for the caret, in the window. */
  at?: { x: number; y: number }
  typed(shown: string): void
  run(): void
  left(): void
  scrolled(left: number, top: number): void
}

describeGuest()
paint()
assist()

/** Popups live outside the slide, or its edge would cut them off. */
const overflow = document.createElement('div')
overflow.className = 'monaco-editor editor-popups'
document.body.append(overflow)

void document.fonts.ready.then(() => monaco.editor.remeasureFonts())

export class MountedEditor {
  readonly #parts: EditorParts
  readonly #window: WindowModel
  readonly #editor: editor.IStandaloneCodeEditor
  readonly #listeners: IDisposable[]
  #silent = false

  constructor(host: HTMLElement, parts: EditorParts) {
    this.#parts = parts
    this.#window = new WindowModel(parts.name, parts.region)
    this.#editor = monaco.editor.create(host, {
      ...LOOK,
      ...this.#measures(),
      model: this.#window.shown,
      overflowWidgetsDomNode: overflow,
      ariaLabel: `${parts.name}. Escape leaves the editor, Control Enter runs the program.`,
    })
    this.#addRun()
    this.#listeners = [
      this.#window.shown.onDidChangeContent(() => this.#tell()),
      { dispose: diagnose(this.#window) },
      this.#editor.onDidScrollChange((event) => parts.scrolled(event.scrollLeft, event.scrollTop)),
    ]
    host.addEventListener('keydown', (event) => this.#leave(event))
    this.#placeCaret()
    this.relayout()
    this.focus()
  }

  focus(): void {
    this.#editor.focus()
  }

  /** Shows another text or another part, as if it had always been there. */
  show(region: Region): void {
    this.#silent = true
    this.#window.show(region)
    this.#silent = false
  }

  /** Puts or removes the mark of a run's failure. */
  mark(problem: Problem | undefined): void {
    const markers = problem ? this.#markersFor(problem) : []
    monaco.editor.setModelMarkers(this.#window.shown, 'run', markers)
  }

  /** Takes the static code's measures again. */
  relayout(): void {
    this.#editor.updateOptions(this.#measures())
    this.#editor.layout()
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose()
    this.#editor.dispose()
    this.#window.dispose()
  }

  #tell(): void {
    if (!this.#silent) this.#parts.typed(this.#window.shown.getValue())
  }

  /** An action of this editor; a command would answer for every editor of the page. */
  #addRun(): void {
    this.#editor.addAction({
      id: 'run-program',
      label: 'Run program',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => this.#parts.run(),
    })
  }

  /** Esc closes what is open in the editor first (that one is default-prevented), then leaves. */
  #leave(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    this.#parts.left()
  }

  /** One marker, or none if the place isn't in the window. */
  #markersFor({ message, line, column }: Problem): editor.IMarkerData[] {
    const { shown, region } = this.#window
    const lineNumber = line - region.firstLine + 1
    if (lineNumber < 1 || lineNumber > shown.getLineCount()) return []
    const endColumn = shown.getWordAtPosition({ lineNumber, column })?.endColumn ?? column + 1
    const severity = monaco.MarkerSeverity.Error
    return [
      {
        severity,
        message,
        startLineNumber: lineNumber,
        startColumn: column,
        endLineNumber: lineNumber,
        endColumn,
      },
    ]
  }

  #placeCaret(): void {
    const { at } = this.#parts
    if (!at) return
    // Before the first rendering there are no lines to hit.
    this.#editor.render(true)
    const target = this.#editor.getTargetAtClientPoint(at.x, at.y)
    if (target?.position) this.#editor.setPosition(target.position)
  }

  #measures(): editor.IEditorOptions {
    const style = getComputedStyle(this.#parts.look)
    return {
      fontFamily: style.fontFamily,
      fontSize: Number.parseFloat(style.fontSize),
      lineHeight: Number.parseFloat(style.lineHeight),
      lineDecorationsWidth: Number.parseFloat(style.paddingLeft),
      padding: { top: Number.parseFloat(style.paddingTop), bottom: Number.parseFloat(style.paddingBottom) },
    }
  }
}

/** Makes an editor in `host`, focused. */
export function mountEditor(host: HTMLElement, parts: EditorParts): MountedEditor {
  return new MountedEditor(host, parts)
}

const LOOK: editor.IStandaloneEditorConstructionOptions = {
  theme: EDITOR_THEME,
  lineNumbers: 'off',
  glyphMargin: false,
  folding: false,
  minimap: { enabled: false },
  contextmenu: false,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  scrollBeyondLastLine: false,
  scrollBeyondLastColumn: 2,
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
  guides: { indentation: false },
  fontLigatures: false,
  tabSize: 2,
  fixedOverflowWidgets: true,
  wordBasedSuggestions: 'off',
  stickyScroll: { enabled: false },
}

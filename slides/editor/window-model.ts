/**
 * The editor shows a window of a program; TypeScript must see all of it, or the imports above the window
 * are missing. So each window has a whole program behind it, and places are translated between them.
 */
import type { editor, IDisposable, IPosition, IRange } from 'monaco-editor/editor'
import { PROJECT } from './guest-library.ts'
import { monaco } from './monaco.ts'
import { joinRegion, type Region } from './region.ts'

/** The language of windows: TypeScript, but its services come from the program behind. */
export const WINDOW_LANGUAGE = 'guest-program'

const windows = new Map<string, WindowModel>()

export class WindowModel implements IDisposable {
  /** What the editor edits. */
  readonly shown: editor.ITextModel
  readonly #whole: editor.ITextModel
  #region: Region
  readonly #watch: IDisposable[]

  /** `name` is the program's path under `demos/`. */
  constructor(name: string, region: Region) {
    this.#region = region
    this.#whole = monaco.editor.createModel(
      joinRegion(region, region.shown),
      'typescript',
      monaco.Uri.parse(`${PROJECT}demos/${name}`),
    )
    this.shown = monaco.editor.createModel(region.shown, WINDOW_LANGUAGE)
    this.shown.updateOptions({ tabSize: 2 })
    windows.set(this.shown.uri.toString(), this)
    this.#watch = [
      this.shown.onDidChangeContent(() =>
        this.#whole.setValue(joinRegion(this.#region, this.shown.getValue())),
      ),
    ]
  }

  /** The window that an editor's model is, if it's one. */
  static of(model: editor.ITextModel): WindowModel | undefined {
    return windows.get(model.uri.toString())
  }

  /** Shows another part, or another text; the caret stays if the text does. */
  show(region: Region): void {
    this.#region = region
    if (this.shown.getValue() !== region.shown) this.shown.setValue(region.shown)
    else this.#whole.setValue(joinRegion(region, region.shown))
  }

  get region(): Region {
    return this.#region
  }

  /** The address of the whole program, for the language service. */
  get uri(): string {
    return this.#whole.uri.toString()
  }

  /** Characters before the window. */
  offsetAt(place: IPosition): number {
    return this.#region.before.length + this.shown.getOffsetAt(place)
  }

  /** A stretch of the whole program as a range of the window. */
  rangeAt(start: number, length: number): IRange {
    const from = this.shown.getPositionAt(start - this.#region.before.length)
    const to = this.shown.getPositionAt(start + length - this.#region.before.length)
    return monaco.Range.fromPositions(from, to)
  }

  /** Whether a stretch of the whole program begins and ends in the window. */
  holds(start: number, length: number): boolean {
    const first = this.#region.before.length
    return start >= first && start + length <= first + this.shown.getValueLength()
  }

  dispose(): void {
    windows.delete(this.shown.uri.toString())
    for (const watch of this.#watch) watch.dispose()
    this.shown.dispose()
    this.#whole.dispose()
  }
}

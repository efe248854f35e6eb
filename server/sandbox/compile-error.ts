/** What is wrong with a program and can be known before it runs: it becomes a marker in the editor. */

/** A mistake in a program's text, at a 1-based line and column of `file`; `hint` says what to write instead. */
export class CompileError extends Error {
  override readonly name = 'CompileError'
  readonly file: string
  readonly line: number
  readonly column: number
  readonly hint?: string

  constructor(message: string, place: { file: string; line: number; column: number }, hint?: string) {
    super(message)
    this.file = place.file
    this.line = place.line
    this.column = place.column
    if (hint !== undefined) this.hint = hint
  }
}

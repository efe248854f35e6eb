/**
 * The text of a module while it is being rewritten: things are put in between, replaced or moved within
 * their line, so lines stay; columns shift, and `column` leads back.
 *
 * At one offset the output is: what closes there, then what a block begins with, then what opens there.
 */

/** A stretch of output: copied from the source (`from` is its offset), or new text that belongs to `from`. */
interface Piece {
  text: string
  from: number
  copied: boolean
}

interface Offset {
  ends: string
  heads: Piece[]
  starts: string
  /** What stands here now instead of the source up to `until`. */
  instead?: { pieces: Piece[]; until: number }
}

/** Where in its line a copied or new stretch begins, in the output and in the source (0-based). */
interface Segment {
  generated: number
  source: number
  copied: boolean
}

/** Collects edits of one text. Offsets count UTF-16 units. */
export class RewrittenText {
  readonly #source: string
  readonly #offsets = new Map<number, Offset>()
  readonly #comments: { start: number; end: number }[] = []

  constructor(source: string) {
    this.#source = source
  }

  #at(offset: number): Offset {
    let here = this.#offsets.get(offset)
    if (!here) {
      here = { ends: '', heads: [], starts: '' }
      this.#offsets.set(offset, here)
    }
    return here
  }

  /** Tells where a comment is: a moved text leaves its comments out. */
  addComment(start: number, end: number): void {
    this.#comments.push({ start, end })
  }

  /** Opens something before a node; the first to open at an offset is the outermost. */
  open(offset: number, text: string): void {
    this.#at(offset).starts += text
  }

  /** Closes something behind a node; the first to close at an offset is the innermost. */
  close(offset: number, text: string): void {
    this.#at(offset).ends += text
  }

  /** Puts a statement where a block or a statement begins. */
  head(offset: number, text: string): void {
    this.#at(offset).heads.push({ text, from: offset, copied: false })
  }

  /** Puts a text in the place of a range of the source, which must not span lines. */
  replace(start: number, end: number, text: string): void {
    this.#at(start).instead = { pieces: [{ text, from: start, copied: false }], until: end }
  }

  /** Moves a range, with the edits already made in it, to where a block begins; `text` stays behind, with the range's ends of lines. */
  move(start: number, end: number, to: number, text: string): void {
    const moved = this.#pieces(start, end).map((piece) => ({ ...piece, text: this.#oneLine(piece) }))
    this.#at(to).heads.push(...moved)
    const lineEnds = this.#source.slice(start, end).replace(/[^\n\r\u2028\u2029]/g, '')
    this.#at(start).instead = { pieces: [{ text: text + lineEnds, from: start, copied: false }], until: end }
    this.#at(start).starts = ''
  }

  /** Whether what opens at an offset begins with a parenthesis: the line before could take it for a call. */
  opensWithParenthesis(offset: number): boolean {
    return this.#offsets.get(offset)?.starts.startsWith('(') ?? false
  }

  /** The new text, and the way back from its columns (1-based) to the source's. */
  finish(): { code: string; column: (line: number, column: number) => number } {
    const pieces = this.#pieces(0, this.#source.length + 1)
    const code = pieces.map((piece) => piece.text).join('')
    let lines: Segment[][] | undefined
    const column = (line: number, generated: number): number => {
      lines ??= segmentsOf(pieces, this.#source)
      return sourceColumn(lines[line - 1] ?? [], generated)
    }
    return { code, column }
  }

  #pieces(start: number, end: number): Piece[] {
    const pieces: Piece[] = []
    const offsets = [...this.#offsets.keys()].filter((offset) => offset >= start && offset < end)
    let at = start
    for (const offset of offsets.sort((a, b) => a - b)) {
      if (offset < at) continue
      this.#copy(pieces, at, offset)
      at = this.#emit(pieces, offset)
    }
    this.#copy(pieces, at, Math.min(end, this.#source.length))
    return pieces
  }

  #copy(pieces: Piece[], start: number, end: number): void {
    if (end > start) pieces.push({ text: this.#source.slice(start, end), from: start, copied: true })
  }

  #emit(pieces: Piece[], offset: number): number {
    const { ends, heads, starts, instead } = this.#offsets.get(offset)!
    // What closes belongs to the end of what it closes, not to what comes next.
    pieces.push({ text: ends, from: Math.max(0, offset - 1), copied: false }, ...heads, {
      text: starts,
      from: offset,
      copied: false,
    })
    if (instead) pieces.push(...instead.pieces)
    return instead?.until ?? offset
  }

  #oneLine(piece: Piece): string {
    if (!piece.copied) return piece.text
    let text = piece.text
    for (const { start, end } of this.#comments) {
      const from = Math.max(start - piece.from, 0)
      const to = Math.min(end - piece.from, text.length)
      if (from < to) text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to)
    }
    return text.replace(/[\n\r\u2028\u2029]/g, ' ')
  }
}

function segmentsOf(pieces: readonly Piece[], source: string): Segment[][] {
  const lines: Segment[][] = [[]]
  let generated = 0
  for (const { text, from, copied } of pieces) {
    let offset = from
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) {
        lines.push([])
        generated = 0
      }
      lines.at(-1)!.push({ generated, source: columnAt(source, offset), copied })
      generated += part.length
      if (copied) offset += part.length + 1
    }
  }
  return lines
}

const columnAt = (source: string, offset: number): number =>
  offset - (source.lastIndexOf('\n', offset - 1) + 1)

function sourceColumn(segments: readonly Segment[], column: number): number {
  const at = column - 1
  const segment = segments.findLast(({ generated }) => generated <= at)
  if (!segment) return column
  return segment.source + (segment.copied ? at - segment.generated : 0) + 1
}

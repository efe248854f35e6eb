/** The text of a program while its types are being overwritten: no edit moves anything. */

const LINE_END = /[\n\r\u2028\u2029]/
const MODIFIERS = /\b(private|public|protected|readonly|override|abstract|declare)\b/g

/** Overwrites ranges of a text and finds tokens in it, looking past comments. Offsets count UTF-16 units. */
export class BlankedText {
  readonly #source: string
  readonly #out: string[]
  /** The source with comments blanked, so that no search stops inside one. */
  readonly #code: string[]
  /** #code as one string, once the first search has asked for it. */
  #searchable: string | undefined
  readonly #blanked = new Set<number>()

  constructor(source: string) {
    this.#source = source
    this.#out = source.split('')
    this.#code = source.split('')
  }

  /** Tells where a comment is, before anything is searched. */
  ignoreComment(start: number, end: number): void {
    for (let at = start; at < end; at++) if (!LINE_END.test(this.#source[at]!)) this.#code[at] = ' '
  }

  /** Overwrites a range with spaces; ends of lines stay. */
  blank(start: number, end: number): void {
    for (let at = start; at < end; at++) {
      if (LINE_END.test(this.#source[at]!)) continue
      this.#out[at] = ' '
      this.#blanked.add(at)
    }
  }

  /** Overwrites a range with a semicolon and spaces. */
  blankWithSemicolon(start: number, end: number): void {
    this.blank(start, end)
    this.put(start, ';')
  }

  /** Writes one character over another. */
  put(at: number, character: string): void {
    this.#out[at] = character
  }

  get #text(): string {
    this.#searchable ??= this.#code.join('')
    return this.#searchable
  }

  /** The offset of the first match between two offsets; the end if there is none. */
  find(pattern: RegExp, start: number, end: number): number {
    const match = this.#text.slice(start, end).search(pattern)
    return match < 0 ? end : start + match
  }

  /** The offset of the last occurrence of a word before an offset. */
  findBackwards(word: string, before: number): number {
    return this.#text.lastIndexOf(word, before - 1)
  }

  /** Blanks at most `most` matches between two offsets. */
  blankWords(pattern: RegExp, start: number, end: number, most: number): void {
    const matches = [...this.#text.slice(start, end).matchAll(pattern)]
    for (const match of matches.slice(0, most))
      this.blank(start + match.index, start + match.index + match[0].length)
  }

  /** Blanks the modifiers of a class member; a semicolon in front keeps it apart from the member before. */
  blankModifiers(start: number, end: number): void {
    this.blankWords(MODIFIERS, start, end, Number.POSITIVE_INFINITY)
    if (this.#blanked.has(start)) this.put(start, ';')
  }

  /** Blanks the `?` or `!` that follows the key of a class member, also behind the bracket of a computed one. */
  blankMark(from: number): void {
    const mark = this.find(/[?!]/g, from, this.#code.length)
    this.blank(mark, mark + 1)
  }

  /** Blanks the `?` at the end of an optional parameter that has no type. */
  blankOptionalMark(start: number, end: number): void {
    const mark = this.find(/\?/g, start, end + 1)
    this.blank(mark, Math.min(mark + 1, end))
  }

  /** The offset behind the comma that follows, or the same offset if none does. */
  afterComma(from: number): number {
    const next = this.find(/\S/g, from, this.#code.length)
    return this.#code[next] === ',' ? next + 1 : from
  }

  spansLines(start: number, end: number): boolean {
    return LINE_END.test(this.#source.slice(start, end))
  }

  /** Puts a semicolon into the blanked end of a statement, if it has one. */
  endStatement(start: number, end: number): void {
    let last = end - 1
    while (last > start && !this.#blanked.has(last) && /\s/.test(this.#out[last]!)) last--
    if (last > start && this.#blanked.has(last) && this.#out[last] === ' ') this.put(last, ';')
  }

  toString(): string {
    return this.#out.join('')
  }
}

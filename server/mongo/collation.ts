/** How texts are compared when a command says so: by the rules of a language instead of byte by byte. */

/** A language's order of texts. */
export interface Collation {
  /** Negative, zero or positive. */
  compare(a: string, b: string): number
  /** The same for texts that compare as equal, and only for those. */
  key(text: string): string
}

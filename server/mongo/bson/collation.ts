/** How texts are compared when a command says so: by the rules of a language instead of byte by byte. */
import { compareBytes } from './bytes.ts'
import type { Document } from './document.ts'

/** A language's order of texts. */
export interface Collation {
  /** Everything that decides, with defaults, as mongod lists it. Collations with the same bytes are the same. */
  readonly specification: Document
  /** Negative, zero or positive. */
  compare(a: string, b: string): number
  /** The same for texts that compare as equal, and only for those. */
  key(text: string): string
}

/** They order and equate texts in the same way. */
export function isSameCollation(a: Collation | undefined, b: Collation | undefined): boolean {
  if (!a || !b) return a === b
  return compareBytes(a.specification.bytes, b.specification.bytes) === 0
}

/** What filters, updates and expressions can refer to beside the document at hand. */
import type { Collation } from './bson/collation.ts'
import type { Value } from './bson/document.ts'
import type { Abilities } from './part.ts'

/** The surroundings of one command. */
export interface Scope {
  /** Variables of `let`, by name without dollars. */
  readonly variables: ReadonlyMap<string, Value>
  /** Undefined: texts are compared byte by byte. */
  readonly collation?: Collation | undefined
  /** Milliseconds since the epoch, the same during the whole command. */
  readonly now: number
  /** A number from 0 to 1, for `$rand` and `$sample`. */
  readonly random: () => number
  /** What the server's parts are able to, such as expressions; by default nothing. */
  readonly abilities?: Abilities | undefined
}

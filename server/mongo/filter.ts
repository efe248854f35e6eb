/** Compiles filters such as `{ $or: [{ teamA: 'Brazil' }, { goals: { $gt: 3 } }] }` into tests of documents. */
import { compileTree, type Filter } from './condition.ts'
import type { Document } from './document.ts'
import type { Scope } from './scope.ts'

export type { Filter } from './condition.ts'
export type { Match } from './path.ts'

/** Compiles a filter. Throws mongod's own error for whatever is wrong with it. */
export function compileFilter(filter: Document, scope?: Scope): Filter {
  return compileTree(filter, { scope, nested: false })
}

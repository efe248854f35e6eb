/** Compiles filters such as `{ $or: [{ teamA: 'Brazil' }, { goals: { $gt: 3 } }] }` into tests of documents. */

import type { Document } from '../bson/document.ts'
import type { Scope } from '../scope.ts'
import { compileTree, type Filter } from './condition.ts'

export type { Match } from '../bson/path.ts'
export type { Filter } from './condition.ts'

/** Compiles a filter. Throws mongod's own error for whatever is wrong with it. */
export function compileFilter(filter: Document, scope?: Scope): Filter {
  return compileTree(filter, { scope, nested: false })
}

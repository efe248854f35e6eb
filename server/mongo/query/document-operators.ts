/** Filters, and the operators in them that test whole documents. */

import type { Document, Value } from '../bson/document.ts'
import type { Match } from '../bson/path.ts'
import { isTrue } from '../bson/truth.ts'
import { badValue, notImplemented } from '../command-error.ts'
import { able } from '../part.ts'
import type { Scope } from '../scope.ts'

/** Says whether a document is meant; `match` gets the position of the array element that met the last condition. */
export type Filter = (document: Document, match?: Match) => boolean

/** What a filter is compiled for. */
export interface Context {
  readonly scope: Scope | undefined
  /** Inside `$elemMatch`, where some operators can't stand. */
  readonly nested: boolean
  /** Leaves out the quick way over raw bytes, which tests compare with the general way. */
  readonly general?: boolean
}

/** Each common operator by name. They throw mongod's own errors. */
export const documentOperators: Record<string, (operator: string, value: Value, context: Context) => Filter> =
  {
    $comment: () => () => true,
    $expr: (_operator, value, { nested, scope }) => {
      if (nested) throw badValue('$expr can only be applied to the top-level document')
      if (!scope) throw notImplemented('$expr in this place')
      const compute = able(scope.abilities, 'expressions').compile(value, scope)
      return (document) => isTrue(compute(document))
    },
  }

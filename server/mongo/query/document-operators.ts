/** The operators of filters that test whole documents, such as `$expr`, and those of them that are refused. */

import { RANK } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Match } from '../bson/path.ts'
import { isTrue } from '../bson/truth.ts'
import { object } from '../bson/values.ts'
import { badValue, CommandError, notImplemented } from '../command-error.ts'
import { able } from '../part.ts'
import type { Scope } from '../scope.ts'
import { readInteger } from './bits.ts'

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

/** Each operator by name. They throw mongod's own errors. */
export const documentOperators: Record<string, (operator: string, value: Value, context: Context) => Filter> =
  {
    $comment: () => () => true,
    $expr: (_operator, value, { nested, scope }) => {
      if (nested) throw badValue('$expr can only be applied to the top-level document')
      if (!scope) throw notImplemented('$expr in this place')
      const compute = able(scope.abilities, 'expressions').compile(value, scope)
      return (document) => isTrue(compute(document))
    },
    $alwaysTrue: (operator, value) => always(operator, value, true),
    $alwaysFalse: (operator, value) => always(operator, value, false),
    $sampleRate: (_operator, value, { scope }) => {
      const rate = readRate(value)
      return () => (scope?.random() ?? 0) < rate
    },
    $where: (_operator, _value, { nested }) => {
      throw badValue(
        nested ? '$elemMatch cannot contain $where expression' : 'no globalScriptEngine in $where parsing',
      )
    },
    $text: (_operator, _value, { nested }) => {
      if (nested) throw badValue('$text can only be applied to the top-level document')
      throw new CommandError(27, 'text index required for $text query')
    },
    $jsonSchema: (_operator, value, { scope }) => {
      if (!value.isDocument) throw new CommandError(14, '$jsonSchema must be an object')
      const schema = able(scope?.abilities, 'jsonSchema')(value.document)
      return (document) => schema(object(document))
    },
  }

function always(operator: string, value: Value, passes: boolean): Filter {
  if (readInteger(operator, value) !== 1n) {
    throw new CommandError(9, `${operator} must be an integer value of 1`)
  }
  return () => passes
}

function readRate(value: Value): number {
  const rate = value.rank === RANK.number ? toNumber(value) : undefined
  if (rate === undefined) throw badValue('argument to $sampleRate must be a numeric type')
  if (rate >= 0 && rate <= 1) return rate
  throw badValue('numeric argument to $sampleRate must be in [0, 1]')
}

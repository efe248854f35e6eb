/** The rare operators of filters that test whole documents, and those of them that are refused. */
import { RANK } from '../bson/bson-type.ts'
import type { Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { object } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'
import type { Context, Filter } from '../query/document-operators.ts'
import { readInteger } from '../query/integers.ts'
import { compileSchema } from './json-schema.ts'

/** Each operator by name. They throw mongod's own errors. */
export const documentOperators: Record<string, (operator: string, value: Value, context: Context) => Filter> =
  {
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
    $jsonSchema: (_operator, value) => {
      if (!value.isDocument) throw new CommandError(14, '$jsonSchema must be an object')
      const schema = compileSchema(value.document)
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

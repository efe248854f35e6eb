/** Operators on texts. */
import { TYPE } from '../bson-type.ts'
import { CommandError } from '../command-error.ts'
import { text } from '../values.ts'
import { type Operators, strict, typeOf } from './operator.ts'

export const strings: Operators = {
  $concat: strict(0, Infinity, (operands, name) =>
    text(
      operands
        .map((value) => {
          if (value.type !== TYPE.string)
            throw new CommandError(16702, `${name} only supports strings, not ${typeOf(value)}`)
          return value.text
        })
        .join(''),
    ),
  ),
}

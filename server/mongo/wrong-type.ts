/** The errors for a field that holds a value of another type than mongod takes there, or a number that is too small. */
import { typeName } from './bson/bson-type.ts'
import type { Value } from './bson/document.ts'
import { CommandError } from './command-error.ts'

/** The types that count as numbers, in mongod's order. */
export const NUMBERS = ['long', 'int', 'decimal', 'double']

/** mongod's error for a number below the least that a field takes. */
export function tooSmall(name: string, least: number, actual: number): CommandError {
  return new CommandError(51024, `BSON field '${name}' value must be >= ${least}, actual value '${actual}'`)
}

/** mongod's error for the value of the field at `path`, and the types that it could have. */
export function wrongType(path: string, { type }: Value, ...expected: readonly string[]): CommandError {
  const types = expected.length === 1 ? ` '${expected[0]}'` : `s '[${expected.join(', ')}']`
  return new CommandError(
    14,
    `BSON field '${path}' is the wrong type '${typeName(type)}', expected type${types}`,
  )
}

/** The types that `{ $type: ... }` asks for, by name or number. */
import { RANK, TYPE, type TypeName, typeName } from '../bson/bson-type.ts'
import { describeNumber } from '../bson/describe.ts'
import type { Value } from '../bson/document.ts'
import { toNumber, toWhole } from '../bson/numbers.ts'
import { badValue, CommandError } from '../command-error.ts'

/** Reads one type or an array of types. The set holds bytes of types. Throws mongod's own errors. */
export function readTypes(value: Value, operator = '$type'): ReadonlySet<number> {
  const types = new Set((value.isArray ? value.elements : [value]).flatMap(readType))
  if (types.size > 0) return types
  throw new CommandError(9, `${operator} must match at least one type`)
}

function readType(value: Value): readonly number[] {
  if (value.type === TYPE.string) return readTypeName(value.text)
  if (value.rank !== RANK.number) {
    throw new CommandError(14, 'type must be represented as a number or a string')
  }
  const number = Number(toWhole(value, true))
  const invalid = `Invalid numerical type code: ${describeNumber(toNumber(value))}`
  if (number === 0) throw badValue(`${invalid}. Instead use {$exists:false}.`)
  const byte = number === -1 ? TYPE.minKey : number
  if (number === TYPE.minKey || !(byte in TYPES)) throw badValue(invalid)
  return [byte]
}

const TYPES: Record<number, TypeName> = Object.fromEntries(
  Object.entries(TYPE).map(([name, byte]) => [byte, name as TypeName]),
)

/** The bytes of the types that a name means. Throws mongod's own errors. */
export function readTypeName(name: string): readonly number[] {
  if (name === 'number') return [TYPE.double, TYPE.int, TYPE.long, TYPE.decimal]
  const byte = Object.hasOwn(TYPE, name) ? TYPE[name as TypeName] : undefined
  if (byte !== undefined && typeName(byte) === name) return [byte]
  throw badValue(
    name === 'missing'
      ? "'missing' is not a legal type name. To query for non-existence of a field, use {$exists:false}."
      : `Unknown type name alias: ${name}`,
  )
}

/** `$bitsAllSet` and its relatives: which bits of a number or of binary data are set. */
import { RANK, TYPE } from '../bson/bson-type.ts'
import { describe } from '../bson/describe.ts'
import type { Value } from '../bson/document.ts'
import { toWhole } from '../bson/numbers.ts'
import { badValue } from '../command-error.ts'
import { asBadValue, readNonNegative } from '../query/integers.ts'
import type { Leaf, Operand } from '../query/operators.ts'
import type { Test } from '../query/tests.ts'

/** Says of each bit whether it's set. */
type Bits = (position: number) => boolean

const OPERATORS: Record<string, (positions: readonly number[], isSet: Bits) => boolean> = {
  $bitsAllSet: (positions, isSet) => positions.every(isSet),
  $bitsAllClear: (positions, isSet) => !positions.some(isSet),
  $bitsAnySet: (positions, isSet) => positions.some(isSet),
  $bitsAnyClear: (positions, isSet) => !positions.every(isSet),
}

/** The four operators by name. They throw mongod's own errors for a wrong mask. */
export const bitOperators: Record<string, (operand: Operand) => Leaf> = Object.fromEntries(
  Object.keys(OPERATORS).map((name) => [
    name,
    ({ path, value }) => ({ test: compileBits(name, path, value) }),
  ]),
)

function compileBits(operator: string, path: string, mask: Value): Test {
  const positions = readMask(operator, path, mask)
  const decide = OPERATORS[operator]!
  return (value) => {
    const bits = value && bitsOf(value)
    return bits !== undefined && decide(positions, bits)
  }
}

function bitsOf(value: Value): Bits | undefined {
  if (value.type === TYPE.binData) return bitsOfBytes(value.bytes.subarray(5))
  if (value.rank !== RANK.number) return undefined
  const number = toWhole(value, value.type === TYPE.double)
  // A number goes on with its sign beyond its 64 bits.
  return number === undefined ? undefined : (position) => ((number >> BigInt(position)) & 1n) === 1n
}

function bitsOfBytes(bytes: Uint8Array): Bits {
  return (position) => ((bytes[position >> 3] ?? 0) & (1 << (position & 7))) !== 0
}

function readMask(operator: string, path: string, mask: Value): number[] {
  if (mask.isArray) return mask.elements.map((element, index) => readPosition(String(index), element))
  if (mask.rank === RANK.number) {
    const bits = readNonNegative(operator, mask)
    return setBits((position) => ((bits >> BigInt(position)) & 1n) === 1n, 64)
  }
  if (mask.type === TYPE.binData) return setBits(bitsOf(mask)!, mask.int32 * 8)
  const received = `${operator}: ${describe(mask)}`
  throw badValue(`${path} takes an Array, a number, or a BinData but received: ${received}`)
}

function setBits(isSet: Bits, count: number): number[] {
  return Array.from({ length: count }, (_, position) => position).filter(isSet)
}

function readPosition(name: string, value: Value): number {
  return asBadValue('Failed to parse bit position', () => {
    const position = Number(readNonNegative(name, value))
    if (position < 2 ** 31) return position
    throw badValue(`Cannot represent ${name}: ${describe(value)} in an int`)
  })
}

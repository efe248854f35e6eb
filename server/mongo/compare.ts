/** MongoDB's one order over all values of all types, which equality, ranges, sorting and unique keys share. */
import { TYPE } from './bson-type.ts'
import { compareBytes, toHex, utf8 } from './bytes.ts'
import type { Document, Field, Value } from './document.ts'
import { compareNumbers, numberKey } from './numbers.ts'

/** Negative, zero or positive: by the rank of the types, within a rank by value. */
export function compareValues(a: Value, b: Value): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  switch (a.type) {
    case TYPE.double:
    case TYPE.int:
    case TYPE.long:
    case TYPE.decimal:
      return compareNumbers(a, b)
    case TYPE.string:
    case TYPE.symbol:
    case TYPE.javascript:
      return compareBytes(textBytes(a), textBytes(b))
    case TYPE.object:
      return compareDocuments(a.document, b.document)
    case TYPE.array:
      return compareArrays(a.elements, b.elements)
    case TYPE.date:
      return a.int64 < b.int64 ? -1 : Number(a.int64 > b.int64)
    case TYPE.timestamp:
      return Number(BigInt.asUintN(64, a.int64) - BigInt.asUintN(64, b.int64))
    case TYPE.binData:
      return compareBinary(a, b)
    default:
      return compareBytes(a.bytes, b.bytes)
  }
}

/** A text that is the same for values that are equal in this order, and only for those. */
export function valueKey(value: Value): string {
  switch (value.type) {
    case TYPE.double:
    case TYPE.int:
    case TYPE.long:
    case TYPE.decimal:
      return `number ${numberKey(value)}`
    case TYPE.string:
    case TYPE.symbol:
      return `string ${value.text}`
    case TYPE.object:
    case TYPE.array:
      return `${value.rank} [${value.document.fields.map(fieldKey).join()}]`
    default:
      return `${value.rank} ${toHex(value.bytes)}`
  }
}

function fieldKey({ name, value }: Field): string {
  return `${JSON.stringify(name)}:${JSON.stringify(valueKey(value))}`
}

/** UTF-8 bytes sort as code points do, which UTF-16 strings don't. */
function textBytes(value: Value): Uint8Array {
  return value.source.subarray(value.start + 4, value.end - 1)
}

function compareDocuments(a: Document, b: Document): number {
  return compareLists(a.fields, b.fields, compareFields)
}

function compareArrays(a: readonly Value[], b: readonly Value[]): number {
  return compareLists(a, b, compareValues)
}

function compareLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (x: Item, y: Item) => number,
): number {
  const common = Math.min(a.length, b.length)
  for (let index = 0; index < common; index++) {
    const order = compare(a[index]!, b[index]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareFields(a: Field, b: Field): number {
  if (a.value.rank !== b.value.rank) return a.value.rank - b.value.rank
  const names = compareBytes(utf8(a.name), utf8(b.name))
  return names === 0 ? compareValues(a.value, b.value) : names
}

/** By length first, then by kind, then by content. */
function compareBinary(a: Value, b: Value): number {
  return a.end - a.start - (b.end - b.start) || compareBytes(a.bytes.subarray(4), b.bytes.subarray(4))
}

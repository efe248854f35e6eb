/** What the modifiers of updates share: how they are compiled, and the parts of mongod's messages. */
import { RANK, TYPE } from '../bson/bson-type.ts'
import { compareBytes } from '../bson/bytes.ts'
import { describe } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Scope } from '../scope.ts'
import type { Modifier } from './update-tree.ts'

/** Compiles what stands beside a path: `operand` of `{ $inc: { path: operand } }`. Throws mongod's errors. */
export type CompileModifier = (operand: Value, path: string, scope: Scope, name: string) => Modifier

/** `{_id: 1}`, the document as messages name it. */
export function describeId(document: Document, otherwise = ''): string {
  const id = document.get('_id')
  return id ? `{_id: ${describe(id)}}` : `{${otherwise}}`
}

/** The same type and the same bytes. */
export function isSame(a: Value, b: Value): boolean {
  return a.type === b.type && compareBytes(a.bytes, b.bytes) === 0
}

export function isNumber(value: Value): boolean {
  return value.rank === RANK.number
}

/** A number without a fraction that fits 64 bits; undefined for all else. */
export function wholeNumber(value: Value): number | undefined {
  if (!isNumber(value)) return undefined
  const number = toNumber(value)
  return Number.isInteger(number) && Math.abs(number) < 2 ** 63 ? number : undefined
}

/** The bits of an int or a long; undefined for all else. */
export function bitsOf(value: Value): bigint | undefined {
  if (value.type === TYPE.int) return BigInt(value.int32)
  return value.type === TYPE.long ? value.int64 : undefined
}

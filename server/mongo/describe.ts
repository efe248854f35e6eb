/** How mongod writes a value inside an error message. */
import { RANK, TYPE } from './bson-type.ts'
import { toHex } from './bytes.ts'
import type { Value } from './document.ts'
import { toNumber } from './numbers.ts'

/** The value as text: `1`, `"a"`, `ObjectId('…')`, `{ a: 1 }`. */
export function describe(value: Value): string {
  if (value.rank === RANK.number) return describeNumber(value)
  switch (value.type) {
    case TYPE.string:
      return JSON.stringify(value.text)
    case TYPE.bool:
      return String(value.boolean)
    case TYPE.null:
      return 'null'
    case TYPE.objectId:
      return `ObjectId('${toHex(value.bytes)}')`
    case TYPE.date:
      return `new Date(${value.int64})`
    case TYPE.object:
      return `{ ${value.document.fields.map((field) => `${field.name}: ${describe(field.value)}`).join(', ')} }`
    case TYPE.array:
      return `[ ${value.elements.map(describe).join(', ')} ]`
    default:
      return `<${toHex(value.bytes)}>`
  }
}

/** A double always shows that it is one. */
function describeNumber(value: Value): string {
  const number = toNumber(value)
  if (value.type === TYPE.long) return String(value.int64)
  return value.type === TYPE.double && Number.isInteger(number) ? number.toFixed(1) : String(number)
}

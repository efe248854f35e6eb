/** How mongod writes a value inside an error message. */
import { TYPE, typeName } from './bson-type.ts'
import { readInt32, readText, toHex } from './bytes.ts'
import { decimalText, readDecimal } from './decimal.ts'
import type { Document, Field, Value } from './document.ts'

/** Longer texts, codes and binary data are cut to 70 bytes; the figures are mongod's. */
const CUT = 70
const LONGEST_TEXT = 160
const LONGEST_CODE = 80

/** The value as text: `1`, `1.0`, `"a"`, `ObjectId('...')`, `{ a: 1 }`. */
export function describe(value: Value): string {
  return (WRITERS[value.type] ?? ((other) => typeName(other.type)))(value)
}

/** A whole document as text: `{ a: 1, b: [ 2 ] }`. */
export function describeDocument(document: Document): string {
  return list('{', document.fields.map(describeField), '}')
}

/** A field with its value: `a: 1`. */
export function describeField({ name, value }: Pick<Field, 'name' | 'value'>): string {
  return `${name}: ${describe(value)}`
}

/** A double with up to 16 digits, as C's `%.16g` does it; what looks like an integer gets `.0`. */
export function describeNumber(number: number, suffix = ''): string {
  if (!Number.isFinite(number)) {
    return `${Number.isNaN(number) ? 'nan' : number < 0 ? '-inf' : 'inf'}${suffix}`
  }
  const power = number === 0 ? 0 : Number(number.toExponential(15).split('e')[1])
  const scientific = power < -4 || power >= 16
  const digits = scientific ? number.toExponential(15) : number.toFixed(Math.max(0, 15 - power))
  const [mantissa, exponent] = digits.split('e')
  const short = mantissa!.includes('.') ? mantissa!.replace(/\.?0+$/, '') : mantissa!
  const sign = Object.is(number, -0) ? '-' : ''
  const text = exponent ? `${short}e${exponent.replace(/^([+-])(\d)$/, '$10$2')}` : `${sign}${short}`
  return text.includes('.') ? text : text + suffix
}

function list(open: string, parts: readonly string[], close: string): string {
  return parts.length === 0 ? open + close : `${open} ${parts.join(', ')} ${close}`
}

/** Bytes of a value that is a length and a text, cut to what mongod shows. */
function cutText(value: Value, longest: number, more: string, end: string): string {
  const start = value.start + 4
  return value.int32 > longest ? readText(value.source, start, start + CUT) + more : value.text + end
}

function quoted(value: Value): string {
  return `"${cutText(value, LONGEST_TEXT, '..."', '"')}`
}

function binary(value: Value): string {
  const content = value.bytes.subarray(5)
  const subtype = value.source[value.start + 4]!
  const hex = toHex(content)
  if (subtype === 4 && content.length === 16) {
    return `UUID("${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}")`
  }
  const shown = content.length > LONGEST_CODE ? `${hex.slice(0, 2 * CUT)}...` : hex
  return `BinData(${subtype}, ${shown.toUpperCase()})`
}

function pointer({ bytes }: Value): string {
  const end = bytes.length - 12
  return `DBRef('${readText(bytes, 4, end - 1)}',${toHex(bytes.subarray(end))})`
}

function codeWithScope({ source, start }: Value): string {
  return `CodeWScope( ${readText(source, start + 8, start + 7 + readInt32(source, start + 4))}, ...)`
}

const WRITERS: Partial<Record<number, (value: Value) => string>> = {
  [TYPE.double]: (value) => describeNumber(value.double, '.0'),
  [TYPE.int]: (value) => String(value.int32),
  [TYPE.long]: (value) => String(value.int64),
  [TYPE.decimal]: (value) => decimalText(readDecimal(value.source, value.start)),
  [TYPE.string]: quoted,
  [TYPE.symbol]: quoted,
  [TYPE.javascript]: (value) => cutText(value, LONGEST_CODE, '...', ''),
  [TYPE.javascriptWithScope]: codeWithScope,
  [TYPE.object]: (value) => describeDocument(value.document),
  [TYPE.array]: (value) => list('[', value.elements.map(describe), ']'),
  [TYPE.binData]: binary,
  [TYPE.objectId]: (value) => `ObjectId('${toHex(value.bytes)}')`,
  [TYPE.bool]: (value) => String(value.boolean),
  [TYPE.date]: (value) => `new Date(${value.int64})`,
  [TYPE.null]: () => 'null',
  [TYPE.undefined]: () => 'undefined',
  [TYPE.regex]: ({ regex }) => `/${regex.pattern}/${regex.flags}`,
  [TYPE.dbPointer]: pointer,
  [TYPE.timestamp]: (value) =>
    `Timestamp(${BigInt.asUintN(32, value.int64 >> 32n)}, ${BigInt.asUintN(32, value.int64)})`,
  [TYPE.minKey]: () => 'MinKey',
  [TYPE.maxKey]: () => 'MaxKey',
}

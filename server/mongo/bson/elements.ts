/**
 * Walks the elements of documents as they lie in bytes, without making objects of them.
 *
 *     document = length 4 | element ... | 0
 *     element  = type 1 | name ... 0 | value
 */
import { TYPE } from './bson-type.ts'
import { readInt32 } from './bytes.ts'

/** Deeper nesting than this is refused, as mongod does; it also bounds every recursion over documents. */
const MAX_DEPTH = 180

/** The bytes are not what they claim to be. */
export class MalformedError extends Error {}

const UNKNOWN = -2
const VARIABLE = -1
const FIXED_SIZE = new Int8Array(256).fill(UNKNOWN)
/** What a value takes beyond the length it states. */
const EXTRA_SIZE = new Uint8Array(256)
for (const type of [TYPE.undefined, TYPE.null, TYPE.minKey, TYPE.maxKey]) FIXED_SIZE[type] = 0
for (const type of [TYPE.double, TYPE.date, TYPE.timestamp, TYPE.long]) FIXED_SIZE[type] = 8
for (const type of [TYPE.object, TYPE.array, TYPE.regex, TYPE.javascriptWithScope])
  FIXED_SIZE[type] = VARIABLE
for (const [type, extra] of [
  [TYPE.string, 4],
  [TYPE.javascript, 4],
  [TYPE.symbol, 4],
  [TYPE.binData, 5],
  [TYPE.dbPointer, 16],
] as const) {
  FIXED_SIZE[type] = VARIABLE
  EXTRA_SIZE[type] = extra
}
FIXED_SIZE[TYPE.bool] = 1
FIXED_SIZE[TYPE.int] = 4
FIXED_SIZE[TYPE.objectId] = 12
FIXED_SIZE[TYPE.decimal] = 16

/** Bytes of a value that begins at `at`. Not less than 0, and beyond the end of `bytes` if they can't hold it. */
export function sizeOfValue(bytes: Uint8Array, type: number, at: number): number {
  const fixed = FIXED_SIZE[type]!
  return fixed >= 0 ? fixed : sizeOfVariable(bytes, type, at)
}

function sizeOfVariable(bytes: Uint8Array, type: number, at: number): number {
  if (type === TYPE.regex) {
    const middle = bytes.indexOf(0, at)
    const end = middle < 0 ? -1 : bytes.indexOf(0, middle + 1)
    return end < 0 ? Number.POSITIVE_INFINITY : end + 1 - at
  }
  const stated = at + 4 <= bytes.length ? readInt32(bytes, at) : -1
  if (stated < 0 || FIXED_SIZE[type] === UNKNOWN) {
    throw new MalformedError(`a value of type ${type} has no length`)
  }
  return stated + EXTRA_SIZE[type]!
}

/** Where the 0 behind a name is; `last` if there's none before. */
export function endOfName(bytes: Uint8Array, start: number, last: number): number {
  let at = start
  while (at < last && bytes[at] !== 0) at++
  return at
}

/**
 * Where the value of the first field with a name begins, among the elements from `start` up to `last`; 0 if there's
 * none. Its type stands `name.length + 2` bytes before. Only for documents that were checked.
 */
export function findValue(bytes: Uint8Array, start: number, last: number, name: Uint8Array): number {
  const first = name[0]
  let at = start
  while (at < last) {
    const type = bytes[at]!
    at++
    if (bytes[at] === first && startsWith(bytes, at, name)) return at + name.length + 1
    // Beyond the end there's nothing, which isn't greater than 0 either.
    while (bytes[at]! > 0) at++
    at++
    const size = FIXED_SIZE[type]!
    if (size >= 0) at += size
    else at += type === TYPE.string ? readInt32(bytes, at) + 4 : sizeOfVariable(bytes, type, at)
  }
  return 0
}

/** Whether a name lies there, with the 0 behind it. */
function startsWith(bytes: Uint8Array, at: number, name: Uint8Array): boolean {
  const { length } = name
  let same = 1
  while (same < length && bytes[at + same] === name[same]) same++
  return same === length && bytes[at + same] === 0
}

/** The length that a document states in its first four bytes. Throws MalformedError if it can't be true. */
export function statedLength(bytes: Uint8Array, start: number): number {
  const length = bytes.length - start >= 5 ? readInt32(bytes, start) : 0
  if (length < 5 || start + length > bytes.length)
    throw new MalformedError('a document is longer than its message')
  return length
}

/** Looks at all of a document, however deep, so that nothing read later can throw. Throws MalformedError. */
export function checkDocument(bytes: Uint8Array, start: number, end: number, depth: number): void {
  if (depth > MAX_DEPTH) throw new MalformedError(`nested deeper than ${MAX_DEPTH} levels`)
  if (statedLength(bytes, start) !== end - start) throw new MalformedError('a document has the wrong length')
  const last = end - 1
  let at = start + 4
  while (at < last) {
    const type = bytes[at]!
    const value = endOfName(bytes, at + 1, last) + 1
    at = value + sizeOfValue(bytes, type, value)
    if (at > last) throw new MalformedError('a document is not BSON: a value is longer than it')
    if (FIXED_SIZE[type]! < 0) checkValue(bytes, type, value, at, depth)
    else if (type === TYPE.bool && bytes[value]! > 1)
      throw new MalformedError('a boolean is neither true nor false')
  }
  if (at !== last || bytes[last] !== 0) throw new MalformedError('a document is not BSON: it has no end')
}

function checkValue(bytes: Uint8Array, type: number, start: number, end: number, depth: number): void {
  switch (type) {
    case TYPE.object:
    case TYPE.array:
      checkDocument(bytes, start, end, depth + 1)
      break
    case TYPE.string:
    case TYPE.symbol:
    case TYPE.javascript:
      checkText(bytes, start, end)
      break
    case TYPE.dbPointer:
      checkText(bytes, start, end - 12)
      break
    case TYPE.javascriptWithScope:
      checkScope(bytes, start, end, depth)
      break
  }
}

function checkText(bytes: Uint8Array, start: number, end: number): void {
  const length = end - start >= 5 ? readInt32(bytes, start) : 0
  if (length < 1 || start + 4 + length !== end || bytes[end - 1] !== 0) {
    throw new MalformedError('a string has the wrong length')
  }
}

/** Length of all, then a text, then a document. */
function checkScope(bytes: Uint8Array, start: number, end: number, depth: number): void {
  if (end - start < 14) throw new MalformedError('code with scope is too short')
  const scope = start + 8 + readInt32(bytes, start + 4)
  if (scope < start + 9 || scope > end - 5) throw new MalformedError('code with scope has the wrong length')
  checkText(bytes, start + 4, scope)
  checkDocument(bytes, scope, end, depth + 1)
}

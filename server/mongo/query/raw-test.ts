/**
 * The quick way of a filter: values are found, and the usual comparisons made, on the bytes of a document, without
 * making objects of its fields. Arrays on the way are left to the general way, and so is finding positions in arrays.
 */
import { RANK, TYPE } from '../bson/bson-type.ts'
import { hasBytes, readDouble, readInt32, utf8 } from '../bson/bytes.ts'
import { type Document, Value } from '../bson/document.ts'
import { endOfName, findValue, sizeOfValue } from '../bson/elements.ts'
import { safeNumber } from '../bson/numbers.ts'
import type { Match } from '../bson/path.ts'
import type { Leaf } from './operators.ts'
import { ORDERS } from './tests.ts'

type Filter = (document: Document, match?: Match) => boolean
/** About the value of a type that begins at a place. */
type RawTest = (bytes: Uint8Array, type: number, at: number) => boolean

/** The same filter as `general`, but quicker; undefined if there's no quicker way. */
export function compileRaw(
  steps: readonly string[],
  predicates: readonly object[],
  general: Filter,
): Filter | undefined {
  const names = steps.map(utf8)
  const leaves = predicates as Leaf[]
  const isSimple = ({ test, element }: Leaf) => test !== undefined && element === undefined
  if (names.some(({ length }) => length === 0) || !leaves[0] || !leaves.every(isSimple)) return undefined
  const test = leaves.map(rawTest).reduce((one, other) => (bytes, type, at) => {
    return one(bytes, type, at) && other(bytes, type, at)
  })
  // Comparisons with values pass or refuse all documents without the field alike.
  const missing = leaves.every((leaf) => leaf.test(undefined) !== (leaf.negated ?? false))
  return onPath(names, test, missing, general)
}

function onPath(names: readonly Uint8Array[], test: RawTest, missing: boolean, general: Filter): Filter {
  const outer = names.slice(0, -1)
  const inner = names.at(-1)!
  const back = inner.length + 2
  return (document, match) => {
    const { bytes } = document
    let start = 4
    let last = bytes.length - 1
    for (const name of outer) {
      const at = findValue(bytes, start, last, name)
      const type = at && bytes[at - name.length - 2]
      if (type === TYPE.array) return general(document, match)
      if (type !== TYPE.object) return missing
      start = at + 4
      last = at + readInt32(bytes, at) - 1
    }
    const at = findValue(bytes, start, last, inner)
    if (at === 0) return missing
    const type = bytes[at - back]!
    return match && type === TYPE.array ? general(document, match) : test(bytes, type, at)
  }
}

function rawTest({ test, comparison, negated, whole }: Leaf): RawTest {
  const slow: RawTest = (bytes, type, at) =>
    test(new Value(type, bytes, at, at + sizeOfValue(bytes, type, at)))
  const quick = (comparison && rawComparison(comparison, slow)) ?? slow
  const passes = !negated
  return (bytes, type, at) => {
    const found = type === TYPE.array && !whole && hasElement(bytes, at, quick)
    return (found || quick(bytes, type, at)) === passes
  }
}

function hasElement(bytes: Uint8Array, start: number, test: RawTest): boolean {
  const last = start + readInt32(bytes, start) - 1
  let at = start + 4
  while (at < last) {
    const type = bytes[at]!
    const value = endOfName(bytes, at, last) + 1
    if (test(bytes, type, value)) return true
    at = value + sizeOfValue(bytes, type, value)
  }
  return false
}

function rawComparison(
  { operator, bound }: NonNullable<Leaf['comparison']>,
  slow: RawTest,
): RawTest | undefined {
  const accepts = operator === '$eq' ? (order: number) => order === 0 : ORDERS[operator]
  const number = bound.rank === RANK.number ? safeNumber(bound) : undefined
  if (number !== undefined && !Number.isNaN(number)) return rawNumber(number, accepts, slow)
  const { bytes: content, type: wanted } = bound
  if (operator === '$eq' && SAME_BYTES.has(wanted)) {
    return (bytes, type, at) => (type === wanted ? hasBytes(bytes, at, content) : slow(bytes, type, at))
  }
  if (wanted !== TYPE.date) return undefined
  return (bytes, type, at) => {
    if (type !== TYPE.date) return slow(bytes, type, at)
    const high = readInt32(bytes, at + 4) - readInt32(content, 4)
    return accepts(high || (readInt32(bytes, at) >>> 0) - (readInt32(content, 0) >>> 0))
  }
}

/** Types whose values are equal only if their bytes are. */
const SAME_BYTES = new Set<number>([TYPE.string, TYPE.objectId, TYPE.bool])

function rawNumber(wanted: number, accepts: (order: number) => boolean, slow: RawTest): RawTest {
  const [below, equal, above] = [accepts(-1), accepts(0), accepts(1)]
  return (bytes, type, at) => {
    let number: number
    if (type === TYPE.int) number = readInt32(bytes, at)
    else if (type === TYPE.double) number = readDouble(bytes, at)
    else return slow(bytes, type, at)
    if (number < wanted) return below
    if (number > wanted) return above
    // NaN is neither, and passes no comparison with a number.
    return number === wanted && equal
  }
}

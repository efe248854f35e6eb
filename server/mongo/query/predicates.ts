/** What a filter demands of single fields, and which intervals of an index that leads to. */
import { RANK, TYPE } from '../bson/bson-type.ts'
import { utf8 } from '../bson/bytes.ts'
import { type Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import {
  array,
  binary,
  bool,
  date,
  documentOf,
  double,
  NULL,
  object,
  objectId,
  text,
  timestamp,
  UNDEFINED,
} from '../bson/values.ts'
import { ALL, between, complement, type Interval, type Order, point, unite } from '../storage/intervals.ts'

const NUMBER = /(^|\.)\d/

/** One operator on one path. All of them have to hold. */
export interface Predicate {
  readonly path: string
  readonly operator: string
  readonly operand: Value
  /** Predicates of one group hold for one and the same element of an array. */
  readonly group: number
  /** The index answers it exactly, so that nothing needs to be tested again. */
  readonly exact: boolean
}

/** What is known of a filter. */
export interface Demands {
  readonly predicates: readonly Predicate[]
  /** The filter demands nothing else. */
  readonly complete: boolean
}

/** The predicates that a document has to meet for a filter. */
export function predicatesOf(filter: Document): Demands {
  const reader = new Reader()
  reader.read(filter, '', 0)
  return reader
}

class Reader implements Demands {
  readonly predicates: Predicate[] = []
  complete = true
  #groups = 0

  read(filter: Document, prefix: string, group: number): void {
    for (const { name, value } of filter.fields) {
      if (!name.startsWith('$')) this.#readField(prefix + name, value, group)
      else if (name === '$and' && prefix === '' && value.isArray) this.#readAll(value)
      else if (name !== '$comment') this.complete = false
    }
  }

  #readAll({ elements }: Value): void {
    for (const part of elements) if (part.isDocument) this.read(part.document, '', 0)
  }

  #readField(path: string, value: Value, group: number): void {
    if (!isOperators(value)) {
      this.#add(path, value.type === TYPE.regex ? '$regex' : '$eq', value, group)
      return
    }
    const options = value.document.get('$options')?.text ?? ''
    for (const { name, value: operand } of value.document.fields) {
      const isText = name === '$regex' && operand.type === TYPE.string
      if (name !== '$options') this.#add(path, name, isText ? regex(operand.text, options) : operand, group)
    }
  }

  #add(path: string, operator: string, operand: Value, group: number): void {
    if (operator === '$elemMatch' && operand.isDocument) this.#readElement(path, operand)
    else if (operator === '$all' && operand.isArray) this.#readEach(path, operand)
    else {
      const exact = group === 0 && isExact(path, operator, operand)
      this.predicates.push({ path, operator, operand, group: group || ++this.#groups, exact })
    }
  }

  #readEach(path: string, { elements }: Value): void {
    this.complete = false
    const values = elements.filter((value) => !isOperators(value) && value.type !== TYPE.regex)
    for (const value of values) this.#add(path, '$eq', value, 0)
  }

  /** Not through numbers: within `$elemMatch` they don't mean the same place as in a whole path. */
  #readElement(path: string, operand: Value): void {
    const { fields } = operand.document
    const group = ++this.#groups
    this.complete = false
    if (isOperators(operand)) {
      for (const { name, value } of fields) if (name !== '$not') this.#add(path, name, value, group)
    } else if (!fields.some(({ name }) => NUMBER.test(name))) {
      this.read(operand.document, `${path}.`, group)
    }
  }
}

/** `{ $ref, $id }` begins with a dollar too, but is a value. */
function isOperators(value: Value): boolean {
  if (!value.isDocument) return false
  const first = value.document.fields[0]?.name
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first)
}

function isExact(path: string, operator: string, operand: Value): boolean {
  if (NUMBER.test(path)) return false
  const isPlain = (value: Value) => !value.isArray && !isNull(value) && value.type !== TYPE.regex
  if (operator === '$in') return operand.isArray && operand.elements.every(isPlain)
  return /^\$(eq|[gl]te?)$/.test(operator) && isPlain(operand)
}

function isNull(value: Value): boolean {
  return value.type === TYPE.null || value.type === TYPE.undefined
}

/** A part of the path may be a place in an array as well as a name. */
export function isPositional({ path }: Predicate): boolean {
  return NUMBER.test(path)
}

/** It demands that there is some value, other than null. */
export function isPositive(predicate: Predicate): boolean {
  return !/^\$(ne|nin|exists)$/.test(predicate.operator) && !meansNull(predicate)
}

/** Null is among the values it is about. */
export function meansNull({ operator, operand }: Predicate): boolean {
  return /in$/.test(operator) && operand.isArray ? operand.elements.some(isNull) : isNull(operand)
}

/** The intervals that hold every key which can make the predicate true; undefined if it says nothing about keys. */
export function intervalsOf({ operator, operand }: Predicate, order: Order): readonly Interval[] | undefined {
  switch (operator) {
    case '$eq':
      return unite(equal(operand), order)
    case '$in':
      return operand.isArray ? unite(operand.elements.flatMap(oneOf), order) : undefined
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return range(operator, operand, order)
    case '$regex':
      return unite(pattern(operand), order)
    case '$ne':
      return except([operand], order)
    case '$nin':
      return operand.isArray ? except(operand.elements, order) : undefined
    case '$exists':
      return isFalse(operand) ? [point(NULL)] : ALL
  }
  return undefined
}

/** An array is found by its first element, unless it is itself an element. */
function equal(value: Value): Interval[] {
  if (isNull(value)) return [point(UNDEFINED), point(NULL)]
  return value.isArray ? [point(value.elements[0] ?? UNDEFINED), point(value)] : [point(value)]
}

function oneOf(value: Value): Interval[] {
  return value.type === TYPE.regex ? pattern(value) : equal(value)
}

function except(values: readonly Value[], order: Order): Interval[] | undefined {
  if (values.some((value) => value.isArray || value.type === TYPE.regex || value.type === TYPE.undefined))
    return undefined
  return complement(unite(values.map(point), order), order)
}

function isFalse(value: Value): boolean {
  return value.rank === RANK.number ? toNumber(value) === 0 : value.type === TYPE.bool && !value.boolean
}

/** The least and the greatest value of each type, and whether the greatest belongs to it. */
const BRACKETS: Record<number, readonly [Value, Value, boolean]> = {
  [RANK.number]: [double(-Infinity), double(Infinity), true],
  [RANK.string]: [text(''), object(documentOf([])), false],
  [RANK.object]: [object(documentOf([])), array([]), false],
  30: [binary(0, new Uint8Array(0)), objectId(new Uint8Array(12)), false],
  35: [objectId(new Uint8Array(12)), objectId(new Uint8Array(12).fill(255)), true],
  40: [bool(false), bool(true), true],
  45: [date(-(2n ** 63n)), date(2n ** 63n - 1n), true],
  47: [timestamp(0, 0), timestamp(0xffffffff, 0xffffffff), true],
}

/** Ranges stay within the type of their bound. */
function range(operator: string, value: Value, order: Order): readonly Interval[] | undefined {
  const inclusive = operator.endsWith('e')
  if (value.type === TYPE.null) return inclusive ? unite(equal(value), order) : undefined
  const bracket = BRACKETS[value.rank]
  if (!bracket) return undefined
  if (Number.isNaN(value.rank === RANK.number ? toNumber(value) : 0)) return inclusive ? [point(value)] : []
  const [least, greatest, within] = bracket
  return unite(
    [
      operator.startsWith('$g')
        ? between(value, inclusive, greatest, within)
        : between(least, true, value, inclusive),
    ],
    order,
  )
}

/** Strings that begin as the pattern does if it is anchored, else all strings; and the expression itself, stored. */
function pattern(value: Value): Interval[] {
  const itself = value.type === TYPE.regex ? value : regex(value.text, '')
  const [least, greatest] = BRACKETS[RANK.string]!
  const prefix = prefixOf(itself)
  const strings = prefix
    ? between(text(prefix), true, text(successor(prefix)), false)
    : between(least, true, greatest, false)
  return [strings, point(itself)]
}

/** The literal text every match begins with; empty if there's none. */
function prefixOf(value: Value): string {
  const { pattern: source, flags } = value.regex
  if ((flags !== '' && flags !== 's') || source.includes('|')) return ''
  const literal = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[^\w])+)(?![*?{])/u.exec(source)?.[1] ?? ''
  return literal.replace(/\\(.)/gu, '$1')
}

/** The first text after all that begin so. */
function successor(prefix: string): string {
  const characters = [...prefix]
  const last = characters.pop()!.codePointAt(0)! + 1
  return characters.join('') + String.fromCodePoint(last === 0xd800 ? 0xe000 : Math.min(last, 0x10ffff))
}

function regex(pattern: string, flags: string): Value {
  const bytes = utf8(`${pattern}\0${flags}\0`)
  return new Value(TYPE.regex, bytes, 0, bytes.length)
}

/** Operators on arrays. */
import { isIntegral } from '../../bson/arithmetic.ts'
import { RANK, TYPE } from '../../bson/bson-type.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { isNullish } from '../../bson/truth.ts'
import { array, bool, documentOf, int, NULL } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { compileSort } from '../../query/sort.ts'
import { order } from './logic.ts'
import {
  type Context,
  type Expression,
  FIELDS,
  failure,
  fields,
  type Operators,
  operator,
  SPECIFIED,
  strict,
  typeOf,
  unary,
} from './operator.ts'
import { position } from './strings.ts'

/** Throws an error of this code unless the value is an array; in the message `#` stands for its type. */
export function checkArray(value: Value | undefined, code: number, message: string, name: string): void {
  if (!value?.isArray) throw failure(code, message, name, typeOf(value))
}

function elementAt(value: Value, index: Value, name: string): Value | undefined {
  const first = name === '$arrayElemAt' ? "@'s first argument" : "@'s argument"
  checkArray(value, 28689, `${first} must be an array, but is #`, name)
  if (index.rank !== RANK.number)
    throw failure(28690, "@'s second argument must be a numeric value, but is #", name, typeOf(index))
  if (!isIntegral(index)) {
    throw failure(
      28691,
      "@'s second argument must be representable as a 32-bit integer: #",
      name,
      toNumber(index),
    )
  }
  return value.elements.at(toNumber(index))
}

function range(operands: (Value | undefined)[], name: string): Value {
  const [start, end, step = 1] = operands.map((value, index) => {
    const [what, a] = [
      ['starting', 'a starting'],
      ['ending', 'an ending'],
      ['step', 'a step'],
    ][index]!
    const code = 34443 + 2 * index
    if (value?.rank !== RANK.number)
      throw failure(
        code,
        `@ requires a numeric ${what} value, found value of type:${index < 2 ? ' ' : ''}#`,
        name,
        typeOf(value),
      )
    if (!isIntegral(value))
      throw failure(
        code + 1,
        `@ requires ${a} value that can be represented as a 32-bit integer, found value: #`,
        name,
        describe(value),
      )
    return toNumber(value)
  })
  if (step === 0) throw failure(34449, '@ requires a non-zero step value', name)
  const items: Value[] = []
  for (let at = start!; step > 0 ? at < end! : at > end!; at += step) items.push(int(at))
  return array(items)
}

function slice([value, from, count]: Value[], name: string): Value {
  checkArray(value, 28724, 'First argument to @ must be an array, but is of type: #', name)
  const items = value!.elements
  if (from!.rank !== RANK.number)
    throw failure(
      28725,
      'Second argument to @ must be a numeric value, but is of type: #',
      name,
      typeOf(from),
    )
  if (!isIntegral(from))
    throw failure(
      28726,
      "Second argument to @ can't be represented as a 32-bit integer: #",
      name,
      toNumber(from!),
    )
  const start = toNumber(from!)
  if (!count) return array(start < 0 ? items.slice(start) : items.slice(0, start))
  if (count.rank !== RANK.number)
    throw failure(28727, 'Third argument to @ must be numeric, but is of type: #', name, typeOf(count))
  if (!isIntegral(count))
    throw failure(
      28728,
      "Third argument to @ can't be represented as a 32-bit integer: #",
      name,
      toNumber(count),
    )
  const length = toNumber(count)
  if (length <= 0) throw failure(28729, 'Third argument to @ must be positive: #', name, length)
  const begin = start < 0 ? Math.max(0, items.length + start) : start
  return array(items.slice(begin, begin + length))
}

/** By the values themselves (`1`, `-1`) or by fields of documents among them. */
function sortArray(operand: Value, context: Context, name: string): Expression {
  const [given, sortBy] = fields(
    operand,
    name,
    'input sortBy',
    SPECIFIED,
    [2942500, 2942501, 2942502, 2942503],
  )
  const input = context.compile(given!, context)
  const sort = sorterOf(sortBy!, context)
  return (variables) => {
    const value = input(variables)
    if (isNullish(value)) return NULL
    checkArray(value, 2942504, 'The input argument to @ must be an array, but was of type: #', name)
    return array(sort(value.elements))
  }
}

const NOTHING = documentOf([])

function sorterOf(sortBy: Value, context: Context): (items: Value[]) => Value[] {
  if (sortBy.isDocument) {
    const sort = compileSort(sortBy.document, context.scope)
    return (items) =>
      sort(items.map((value) => ({ value, document: value.isDocument ? value.document : NOTHING }))).map(
        (item) => item.value,
      )
  }
  if (sortBy.rank !== RANK.number) {
    throw new CommandError(
      2942507,
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    )
  }
  const direction = toNumber(sortBy)
  if (Math.abs(direction) !== 1)
    throw new CommandError(2942506, 'The $sort element value must be either 1 or -1')
  return (items) => items.sort((a, b) => direction * order(a, b, context))
}

function zip(operand: Value, context: Context, name: string): Expression {
  const [inputs, defaults, longest] = fields(
    operand,
    name,
    'inputs? defaults? useLongestLength?',
    FIELDS,
    [34460, 34464],
  )
  const parts = [inputs, defaults].map((list, index) => {
    if (list && !list.isArray)
      throw failure(
        34461 + index,
        `${index ? 'defaults' : 'inputs'} must be an array of expressions, found #`,
        name,
        typeOf(list),
      )
    return (list?.elements ?? []).map((item) => context.compile(item, context))
  })
  if (longest && longest.type !== TYPE.bool)
    throw failure(34463, 'useLongestLength must be a bool, found #', name, typeOf(operand))
  const [columns, others] = [parts[0]!, parts[1]!]
  if (columns.length === 0) throw failure(34465, '@ requires at least one input array', name)
  if (others.length > 0 && !longest?.boolean)
    throw failure(34466, 'cannot specify defaults unless useLongestLength is true', name)
  if (others.length > 0 && others.length !== columns.length)
    throw failure(34467, 'defaults and inputs must have the same length', name)
  return (variables) => {
    const values = columns.map((column) => column(variables))
    if (values.some(isNullish)) return NULL
    const lists = values.map((value) => {
      if (value!.isArray) return value!.elements
      throw failure(34468, '@ found a non-array expression in input: #', name, describe(value!))
    })
    const lengths = lists.map((list) => list.length)
    const length = longest?.boolean ? Math.max(...lengths) : Math.min(...lengths)
    return array(
      Array.from({ length }, (_, row) =>
        array(lists.map((list, column) => list[row] ?? others[column]?.(variables) ?? NULL)),
      ),
    )
  }
}

export const arrays: Operators = {
  $isArray: operator(1, 1, ([value]) => bool(!!value?.isArray)),
  $size: operator(1, 1, ([value], name) => {
    checkArray(value, 17124, 'The argument to @ must be an array, but was of type: #', name)
    return int(value!.elements.length)
  }),
  $arrayElemAt: strict(2, 2, ([value, index], name) => elementAt(value!, index!, name)),
  $first: unary((value, name) => elementAt(value, int(0), name)),
  $last: unary((value, name) => elementAt(value, int(-1), name)),
  $concatArrays: strict(0, Infinity, (operands, name) =>
    array(
      operands.flatMap((value) => {
        checkArray(value, 28664, '@ only supports arrays, not #', name)
        return value.elements
      }),
    ),
  ),
  $in: operator(2, 2, ([value, list], name, context) => {
    checkArray(list, 40081, '@ requires an array as a second argument, found: #', name)
    return bool(list!.elements.some((item) => order(value, item, context) === 0))
  }),
  $indexOfArray: operator(2, 4, ([list, value, from, to], name, context) => {
    if (isNullish(list)) return NULL
    checkArray(list, 40090, '@ requires an array as a first argument, found: #', name)
    const start = position(from, 'starting index', name) ?? 0
    const items = list.elements.slice(0, position(to, 'ending index', name))
    return int(items.findIndex((item, index) => index >= start && order(item, value, context) === 0))
  }),
  $range: operator(2, 3, range),
  $reverseArray: unary((value, name) => {
    checkArray(value, 34435, 'The argument to @ must be an array, but was of type: #', name)
    return array(value.elements.reverse())
  }),
  $slice: strict(2, 3, slice),
  $sortArray: sortArray,
  $zip: zip,
}

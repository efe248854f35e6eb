/** Operators on sets, which are arrays whose order and repetitions don't count. */
import { compareValues, valueKey } from '../../bson/compare.ts'
import type { Value } from '../../bson/document.ts'
import { isTrue } from '../../bson/truth.ts'
import { array, bool } from '../../bson/values.ts'
import { checkArray } from './arrays.ts'
import {
  type Apply,
  type Context,
  failure,
  type Operator,
  type Operators,
  operator,
  strict,
} from './operator.ts'

/** The distinct ones among values, by what they equal. */
function setOf(values: readonly Value[], context: Context): Map<string, Value> {
  const set = new Map<string, Value>()
  for (const value of values) {
    const key = valueKey(value, context.scope.collation)
    if (!set.has(key)) set.set(key, value)
  }
  return set
}

/** Sets come out sorted. */
function fromSet(values: Iterable<Value>): Value {
  return array([...values].sort((a, b) => compareValues(a, b)))
}

/** A strict operator of two arrays, each with its own code. */
function ofTwoSets(
  codes: readonly number[],
  apply: (a: Map<string, Value>, b: Map<string, Value>) => Value,
): Apply {
  return (operands, name, context) => {
    const sets = operands.map((value, index) => {
      const which = index ? 'Second' : 'First'
      checkArray(
        value,
        codes[index]!,
        `both operands of @ must be arrays. ${which} argument is of type: #`,
        name,
      )
      return setOf(value!.elements, context)
    })
    return apply(sets[0]!, sets[1]!)
  }
}

function setEquals(operands: (Value | undefined)[], name: string, context: Context): Value {
  if (operands.length < 2)
    throw failure(17045, '@ needs at least two arguments had: #', name, operands.length)
  const sets = operands.map((value, index) => {
    checkArray(value, 17044, `All operands of @ must be arrays. ${index + 1}-th argument is of type: #`, name)
    return setOf(value!.elements, context)
  })
  return bool(
    sets.every((set) => set.size === sets[0]!.size && [...set.keys()].every((key) => sets[0]!.has(key))),
  )
}

function quantifier(code: number, apply: (items: Value[]) => boolean): Operator {
  return operator(1, 1, ([value], name) => {
    checkArray(value, code, "@'s argument must be an array, but is #", name)
    return bool(apply(value!.elements))
  })
}

export const sets: Operators = {
  $setUnion: strict(0, Infinity, (operands, name, context) =>
    fromSet(
      setOf(
        operands.flatMap((value) => {
          checkArray(value, 17043, 'All operands of @ must be arrays. One argument is of type: #', name)
          return value.elements
        }),
        context,
      ).values(),
    ),
  ),
  $setIntersection: strict(0, Infinity, (operands, name, context) => {
    const sets = operands.map((value) => {
      checkArray(value, 17047, 'All operands of @ must be arrays. One argument is of type: #', name)
      return setOf(value.elements, context)
    })
    const [first, ...others] = sets
    return fromSet(
      [...(first ?? [])].filter(([key]) => others.every((set) => set.has(key))).map((entry) => entry[1]),
    )
  }),
  $setDifference: strict(
    2,
    2,
    ofTwoSets([17048, 17049], (a, b) =>
      array([...a].filter(([key]) => !b.has(key)).map((entry) => entry[1])),
    ),
  ),
  $setIsSubset: operator(
    2,
    2,
    ofTwoSets([17046, 17042], (a, b) => bool([...a.keys()].every((key) => b.has(key)))),
  ),
  $setEquals: operator(0, Infinity, setEquals),
  $anyElementTrue: quantifier(17041, (items) => items.some(isTrue)),
  $allElementsTrue: quantifier(17040, (items) => items.every(isTrue)),
}

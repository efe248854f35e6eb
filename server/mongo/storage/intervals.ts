/** Sets of values as sorted, disjoint intervals: what conditions allow an index field to be. */
import type { Value } from '../bson/document.ts'
import { MAX_KEY, MIN_KEY } from '../bson/values.ts'

/** A place between values: before or after all those that equal `value`. */
export interface Cut {
  readonly value: Value
  readonly after: boolean
}

/** All values between two cuts. */
export interface Interval {
  readonly low: Cut
  readonly high: Cut
}

/** Compares two values as the index does, ascending. */
export type Order = (a: Value, b: Value) => number

/** Everything. */
export const ALL: readonly Interval[] = [
  { low: { value: MIN_KEY, after: false }, high: { value: MAX_KEY, after: true } },
]

/** One value alone. */
export function point(value: Value): Interval {
  return { low: { value, after: false }, high: { value, after: true } }
}

/** From one value to another, each of them included or not. */
export function between(low: Value, withLow: boolean, high: Value, withHigh: boolean): Interval {
  return { low: { value: low, after: !withLow }, high: { value: high, after: withHigh } }
}

export function isAll(intervals: readonly Interval[]): boolean {
  return intervals.length === 1 && intervals[0]!.low.value === MIN_KEY && intervals[0]!.high.value === MAX_KEY
}

export function isPoint({ low, high }: Interval, order: Order): boolean {
  return !low.after && high.after && order(low.value, high.value) === 0
}

/** Negative, zero or positive. */
export function compareCuts(a: Cut, b: Cut, order: Order): number {
  return order(a.value, b.value) || Number(a.after) - Number(b.after)
}

/** What is in any of these intervals. */
export function unite(intervals: readonly Interval[], order: Order): Interval[] {
  const sorted = intervals
    .filter(({ low, high }) => compareCuts(low, high, order) < 0)
    .sort((a, b) => compareCuts(a.low, b.low, order))
  const united: Interval[] = []
  for (const next of sorted) {
    const last = united.at(-1)
    if (!last || compareCuts(last.high, next.low, order) < 0) united.push(next)
    else if (compareCuts(last.high, next.high, order) < 0)
      united[united.length - 1] = { low: last.low, high: next.high }
  }
  return united
}

/** What is in both of two sets. */
export function intersect(a: readonly Interval[], b: readonly Interval[], order: Order): Interval[] {
  const common = a.flatMap((x) =>
    b.map((y) => ({
      low: compareCuts(x.low, y.low, order) < 0 ? y.low : x.low,
      high: compareCuts(x.high, y.high, order) < 0 ? x.high : y.high,
    })),
  )
  return unite(common, order)
}

/** What isn't in a set. */
export function complement(intervals: readonly Interval[], order: Order): Interval[] {
  const cuts = [ALL[0]!.low, ...intervals.flatMap(({ low, high }) => [low, high]), ALL[0]!.high]
  const gaps: Interval[] = []
  for (let at = 0; at < cuts.length; at += 2) gaps.push({ low: cuts[at]!, high: cuts[at + 1]! })
  return unite(gaps, order)
}

/** Everything in the first set is in the second. */
export function isWithin(a: readonly Interval[], b: readonly Interval[], order: Order): boolean {
  return a.every((x) =>
    b.some((y) => compareCuts(y.low, x.low, order) <= 0 && compareCuts(x.high, y.high, order) <= 0),
  )
}

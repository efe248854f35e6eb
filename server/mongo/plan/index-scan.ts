/** Goes through the part of an index that a query's bounds allow, skipping what they exclude. */
import type { Value } from '../bson/document.ts'
import type { Entry, Index } from '../storage/index.ts'
import { type Cut, type Interval, isAll, isPoint, type Order } from '../storage/intervals.ts'

/** Intervals for each field of an index, ascending whatever the direction of the field is. */
export type Bounds = readonly (readonly Interval[])[]

/** Where a scan goes on: at the first key that isn't before, or behind all that begin like it. */
interface Seek {
  key: Value[]
  past: boolean
}

/** One way through an index. */
export class IndexScan {
  readonly index: Index
  readonly bounds: Bounds
  readonly backward: boolean
  /** How many keys were looked at. */
  examined = 0
  #min: readonly Value[] | undefined
  #max: readonly Value[] | undefined
  readonly #signs: readonly number[]
  readonly #order: Order

  constructor(index: Index, bounds: Bounds, backward = false) {
    this.index = index
    this.bounds = bounds
    this.backward = backward
    this.#order = index.order
    this.#signs = index.options.fields.map((field) => field.direction * (backward ? -1 : 1))
  }

  /** Keeps the scan between two keys of the index, the first included, the second not. */
  limit(min: readonly Value[] | undefined, max: readonly Value[] | undefined): void {
    this.#min = min
    this.#max = max
  }

  /** The entries within the bounds, in the order of the scan. */
  *entries(): Iterable<Entry> {
    if (this.bounds.some((intervals) => intervals.length === 0)) return
    let seek: Seek | undefined = this.#extend([])
    while (seek) seek = yield* this.#run(seek)
  }

  /** Goes on until a key is outside of the bounds; returns where the next one can be. */
  *#run(seek: Seek): Generator<Entry, Seek | undefined> {
    const single = !this.#min && !this.#max && isSingle(this.bounds, this.#order)
    for (const entry of this.#from(seek)) {
      const next = this.#outside(entry.key) ?? this.#check(entry.key)
      if (!(next && single)) this.examined++
      if (next) return next.key.length > 0 ? next : undefined
      yield entry
    }
    return undefined
  }

  /** How many entries the bounds leave, as far as leading fields tell. */
  estimate(): number {
    const { entries } = this.index
    let prefix: Value[] = []
    for (const [field, intervals] of this.bounds.entries()) {
      const only = intervals.length === 1 && isPoint(intervals[0]!, this.#order)
      if (only) {
        prefix = [...prefix, intervals[0]!.low.value]
        continue
      }
      return intervals.reduce((sum, interval) => sum + this.#width(prefix, interval, field), 0)
    }
    const [low, high] = [false, true].map((after) => entries.rank(this.index.before({ key: prefix, after })))
    return high! - low!
  }

  /** Undefined if the key is between the limits, else where to go on. */
  #outside(key: readonly Value[]): Seek | undefined {
    const { index, backward } = this
    if (this.#min && index.compare(key, this.#min) < 0) {
      return { key: backward ? [] : [...this.#min], past: false }
    }
    if (this.#max && index.compare(key, this.#max) >= 0)
      return { key: backward ? [...this.#max] : [], past: true }
    return undefined
  }

  #width(prefix: readonly Value[], { low, high }: Interval, field: number): number {
    const turned = this.index.options.fields[field]!.direction < 0
    const [from, to] = [low, high].map((cut) =>
      this.index.entries.rank(
        this.index.before({ key: [...prefix, cut.value], after: cut.after !== turned }),
      ),
    )
    return Math.abs(to! - from!)
  }

  #from({ key, past }: Seek): Iterable<Entry> {
    const before = this.index.before({ key, after: past !== this.backward })
    return this.index.entries.walk(before, this.backward)
  }

  /** Undefined if the key is within the bounds, else where to go on; an empty key means nowhere. */
  #check(key: readonly Value[]): Seek | undefined {
    for (const [field, intervals] of this.bounds.entries()) {
      const sign = this.#signs[field]!
      const value = key[field]!
      const next = this.#nextInterval(intervals, value, sign)
      if (!next) return { key: key.slice(0, field), past: true }
      const start = sign > 0 ? next.low : next.high
      if (this.#isBefore(value, start, sign)) return this.#extend([...key.slice(0, field)], start)
    }
    return undefined
  }

  /** The first interval, in the order of the scan, that doesn't end before the value. */
  #nextInterval(intervals: readonly Interval[], value: Value, sign: number): Interval | undefined {
    return sign > 0
      ? intervals.find(({ high }) => this.#isBefore(value, high, 1))
      : intervals.findLast(({ low }) => this.#isBefore(value, low, -1))
  }

  /** Whether a value comes before a cut when one goes up (1) or down (-1). */
  #isBefore(value: Value, { value: limit, after }: Cut, sign: number): boolean {
    const order = this.#order(value, limit)
    return sign > 0 ? order < 0 || (order === 0 && after) : order > 0 || (order === 0 && !after)
  }

  /** The beginning of a key, completed by where the bounds of the next fields begin. */
  #extend(key: Value[], start?: Cut): Seek {
    let cut = start
    for (let field = key.length; field < this.bounds.length; field++) {
      const intervals = this.bounds[field]!
      const sign = this.#signs[field]!
      if (!cut && isAll(intervals)) break
      cut ??= sign > 0 ? intervals[0]!.low : intervals.at(-1)!.high
      key.push(cut.value)
      if (cut.after === sign > 0) return { key, past: true }
      cut = undefined
    }
    return { key, past: false }
  }
}

/** One range of the index holds exactly what the bounds allow: single values, then a range, then anything. */
export function isSingle(bounds: Bounds, order: Order): boolean {
  const first = bounds.findIndex(([only, ...others]) => others.length > 0 || !only || !isPoint(only, order))
  if (first < 0) return true
  return bounds[first]!.length === 1 && bounds.slice(first + 1).every(isAll)
}

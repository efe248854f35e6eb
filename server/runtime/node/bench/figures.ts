/** What is made of a measurement that was repeated: its median, its spread, and how it stands to its budget. */

/** What a figure should be: `most` is a ceiling, `least` a floor. */
export interface Budget {
  bound: 'most' | 'least'
  value: number
}

/** One line of the report: a quantity, and every value that was measured of it. */
export interface Figure {
  what: string
  unit: string
  /** In the order in which they were measured; empty if it couldn't be. */
  values: readonly number[]
  budget?: Budget
  /** What a reader must know to read it right, or why it wasn't measured. */
  note?: string
}

/** The figures of one question. */
export interface Section {
  name: string
  title: string
  figures: Figure[]
}

/** The middle value; of an even number of them the mean of the middle two. NaN if there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length % 2 === 1) return sorted[middle]!
  return (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** `within`, or by what factor a value misses its budget: `over by 1.4x`, `short by 2.0x`. */
export function verdict(value: number, { bound, value: limit }: Budget): string {
  const factor = bound === 'most' ? value / limit : limit / value
  if (factor <= 1) return 'within'
  return `${bound === 'most' ? 'over' : 'short'} by ${factorText(factor)}x`
}

/** A miss must not be rounded to "1.0x". */
function factorText(factor: number): string {
  return factor < 1.05 ? factor.toPrecision(4) : factor.toFixed(1)
}

/** Budgets by what they are: `at.most(20)`. */
export const at = {
  most: (value: number): Budget => ({ bound: 'most', value }),
  least: (value: number): Budget => ({ bound: 'least', value }),
}

/** A claim about a number that the program prints. */
import type { Claim } from '../claim.ts'
import { quoted } from './words.ts'

/** A line holds a number before this text, and the first such number is under the limit, and above 0. */
export function printsUnder(limit: number, unit: string, sentence = `Under ${limit} ${unit}.`): Claim {
  return {
    name: 'printsUnder',
    sentence,
    binds: 'everywhere',
    check: ({ printed }) => {
      const number = printed.map(({ text }) => numberBefore(unit, text)).find((found) => found !== undefined)
      if (number === undefined) return `no number stands before ${quoted(unit)}`
      return (number > 0 && number < limit) || `it printed ${number} ${unit}`
    },
  }
}

function numberBefore(unit: string, text: string): number | undefined {
  const [before, after] = text.split(` ${unit}`)
  const digits = after === undefined ? undefined : /\d+(?:\.\d+)?$/.exec(before!)?.[0]
  return digits === undefined ? undefined : Number(digits)
}

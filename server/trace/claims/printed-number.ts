/** A claim about a number that the program prints. */
import type { Claim } from '../claim.ts'
import { quoted } from './words.ts'

/** A line holds a number before this text, and the first such number is under the limit, and above 0. */
export function printsUnder(limit: number, unit: string, sentence = `Under ${limit} ${unit}.`): Claim {
  return claim('printsUnder', sentence, unit, (number) => number > 0 && number < limit)
}

/** A line holds a number before this text, and the first such number is over the limit. */
export function printsOver(limit: number, unit: string, sentence = `Over ${limit} ${unit}.`): Claim {
  return claim('printsOver', sentence, unit, (number) => number > limit)
}

function claim(name: string, sentence: string, unit: string, holds: (number: number) => boolean): Claim {
  return {
    name,
    sentence,
    binds: 'everywhere',
    check: ({ printed }) => {
      const number = printed.map(({ text }) => numberBefore(unit, text)).find((found) => found !== undefined)
      if (number === undefined) return `no number stands before ${quoted(unit)}`
      return holds(number) || `it printed ${number} ${unit}`
    },
  }
}

function numberBefore(unit: string, text: string): number | undefined {
  const [before, after] = text.split(` ${unit}`)
  const digits = after === undefined ? undefined : /\d+(?:\.\d+)?$/.exec(before!)?.[0]
  return digits === undefined ? undefined : Number(digits)
}

/** Claims about what is printed and logged, and how the run fails. A demo may put the sentence in its own words. */
import type { Claim } from '../claim.ts'
import type { Statistics } from '../statistics.ts'
import { quoted } from './words.ts'

/** Some line that was printed or logged contains this text. */
export function prints(text: string, sentence = `It prints ${quoted(text)}.`): Claim {
  return {
    name: 'prints',
    sentence,
    binds: 'everywhere',
    check: (run) => lines(run).some((line) => line.includes(text)) || whatElse(run),
  }
}

/** No line that was printed or logged contains this text. */
export function neverPrints(text: string, sentence = `It never prints ${quoted(text)}.`): Claim {
  return {
    name: 'neverPrints',
    sentence,
    binds: 'everywhere',
    check: (run) => {
      const line = lines(run).find((candidate) => candidate.includes(text))
      return line === undefined || `it printed ${quoted(line)}`
    },
  }
}

/** These texts are printed or logged in this order, each on a later line; others may stand between them. */
export function printsInOrder(texts: readonly string[], sentence = inOrder(texts)): Claim {
  return {
    name: 'printsInOrder',
    sentence,
    binds: 'everywhere',
    check: (run) => {
      const missing = firstMissing(lines(run), texts)
      return missing === undefined || `${quoted(missing)} didn’t come when it should; ${whatElse(run)}`
    },
  }
}

/** The run ends with an error that contains this text. */
export function fails(text: string, sentence = `It fails: ${quoted(text)}.`): Claim {
  return {
    name: 'fails',
    sentence,
    binds: 'everywhere',
    endsBadly: true,
    check: (run) =>
      run.ended_message.includes(text) || `it ended with ${quoted(run.ended_message || run.ended)}`,
  }
}

function lines(run: Statistics): string[] {
  return run.printed.flatMap(({ text }) => text.split('\n'))
}

function firstMissing(printed: readonly string[], texts: readonly string[]): string | undefined {
  let next = 0
  for (const line of printed) if (next < texts.length && line.includes(texts[next]!)) next += 1
  return texts[next]
}

function inOrder(texts: readonly string[]): string {
  return `${quoted(texts[0] ?? '')} comes before ${quoted(texts.at(-1) ?? '')}.`
}

function whatElse(run: Statistics): string {
  const all = lines(run)
  const more = all.length > 3 ? ' …' : ''
  return all.length === 0
    ? 'nothing was printed'
    : `it printed ${all.slice(0, 3).map(quoted).join(', ')}${more}`
}

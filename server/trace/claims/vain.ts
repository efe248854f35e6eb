/** Claims about questions to which there is no answer yet: what a client that polls gets most of the time. */
import type { Claim } from '../claim.ts'
import type { Statistics } from '../statistics.ts'
import { everyoneAnswered } from './everyone-answered.ts'

/** More than half of the answers have nothing in them. */
export function mostlyInVain(): Claim {
  return {
    name: 'mostlyInVain',
    sentence: 'Most of them ask in vain.',
    binds: 'everywhere',
    check: (run) => everyoneAnswered(run, () => empty(run) > run.answers.length / 2 || inVain(run)),
  }
}

/** Every answer has something in it. */
export function neverInVain(): Claim {
  return {
    name: 'neverInVain',
    sentence: 'Nobody asks in vain.',
    binds: 'everywhere',
    check: (run) => everyoneAnswered(run, () => empty(run) === 0 || inVain(run)),
  }
}

function empty({ answers }: Statistics): number {
  return answers.filter(({ bytes }) => bytes === 0).length
}

function inVain(run: Statistics): string {
  return `${empty(run)} of ${run.answers.length} were in vain`
}

/** Claims about questions to which there is no answer yet. */
import * as claims from '../../server/trace/claims.ts'
import type { Case } from './claim-case.ts'
import { answersOf, unanswered } from './claim-runs.ts'

const vain = { bytes: 0 }
const news = { bytes: 7 }

export const VAIN: Case[] = [
  {
    claim: claims.mostlyInVain(),
    keeps: [answersOf(vain, vain, news), answersOf(vain)],
    breaks: answersOf(vain, news),
    seen: '1 of 2 were in vain',
  },
  {
    claim: claims.neverInVain(),
    keeps: [answersOf(news, news)],
    breaks: answersOf(news, vain, news),
    seen: '1 of 3 were in vain',
  },
  { claim: claims.neverInVain(), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
]

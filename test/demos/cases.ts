/** Every program of every demo and every edit of one: what is asked for, what it promises, and what may go wrong. */
import { DEMO_NAMES, demoNamed, programOf, stylesOf } from '../../server/demos.ts'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest, RuntimeName, Style } from '../../server/run.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit, databaseFor } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { only, requestOf } from '../support/simulated.ts'

/** On a machine that has other things to do some take long: ten thousand wait, or the whole driver is tested. ms */
export const PATIENCE = 60_000

/** One of them. */
export interface Case {
  /** `find-team, blocked` or `find-team, blocked, do-not-wait`. */
  name: string
  request: RunRequest
  claims: readonly Claim[]
}

/** All of them, found by looking. */
export const CASES = DEMO_NAMES.flatMap((demo) => [...programs(demo), ...edited(demo)])

function programs(demo: string): Case[] {
  return stylesOf(demo).map((style) => {
    const claims = demoNamed(demo)!.claims[style] ?? []
    return { name: `${demo}, ${style}`, request: requestOf(demo, style), claims }
  })
}

function edited(demo: string): Case[] {
  return demoNamed(demo)!.edits.map((edit) => {
    const style = edit.style as Style
    const database = databaseFor(demoNamed(demo)!, edit.database)
    const request = requestOf(demo, style, {
      source: applyEdit(programOf(demo, style)!, edit),
      ...(database && { database }),
    })
    return { name: `${demo}, ${style}, ${edit.name}`, request, claims: edit.claims }
  })
}

/** What isn't as it should be about a run, in words; empty if all is well. */
export function faults(events: readonly TraceEvent[], { claims }: Case, runtime: RuntimeName): string[] {
  const figures = statistics(events)
  const binding = claims.filter(({ binds }) => binds === 'everywhere' || runtime === 'simulated')
  const broken = binding.flatMap((claim) => {
    const seen = claim.check(figures)
    return seen === true ? [] : [`${claim.sentence} ${seen}`]
  })
  return [...ending(events, claims), ...broken]
}

/** Only what a claim says may go wrong, and only what is about output may come with logged errors. */
function ending(events: readonly TraceEvent[], claims: readonly Claim[]): string[] {
  const { ended, ended_message, dropped } = statistics(events)
  const well = ['answered', 'returned'].includes(ended)
  const mayLog = claims.some(({ name }) => name.toLowerCase().includes('prints') || name === 'fails')
  const logged = only(events, 'log').filter(({ stream }) => stream === 'err' && !mayLog)
  return [
    ...(well || claims.some(({ endsBadly }) => endsBadly) ? [] : [`it ended: ${ended}, ${ended_message}`]),
    ...logged.map(({ text }) => `it logged: ${text}`),
    ...(dropped > 0 ? [`${dropped} events were dropped`] : []),
  ]
}

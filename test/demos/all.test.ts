/** Every program of every demo, and every edit of one, ends as it should and keeps its claims, on both runtimes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRequest } from '../../server/check-request.ts'
import { DEMO_NAMES, demoNamed, programOf, stylesOf } from '../../server/demos.ts'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest, RuntimeName, Style } from '../../server/run.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit, databaseFor, type Edit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import type { Recording } from '../goldens/harness.ts'
import { type NodeRuntime, openNodeRuntime } from '../support/node-runtime.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'

interface Case {
  /** `find-team, blocked` or `find-team, blocked, do-not-wait`. */
  name: string
  request: RunRequest
  claims: readonly Claim[]
}

const recordings = import.meta.glob<Record<string, Recording>>('../goldens/recorded/*.json', {
  import: 'default',
  eager: true,
})

const CASES = DEMO_NAMES.flatMap((demo) => [...programs(demo), ...edited(demo)])

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
function faults(events: readonly TraceEvent[], { claims }: Case, runtime: RuntimeName): string[] {
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

describe.each(DEMO_NAMES.map((name) => ({ name, demo: demoNamed(name)! })))('$name', ({ name, demo }) => {
  it('can be asked for as it describes itself, in each of its styles, on both runtimes', () => {
    expect(stylesOf(name).length).toBeGreaterThan(0)
    for (const style of stylesOf(name)) {
      const request = requestOf(name, style)
      for (const runtime of ['simulated', 'node'] as const)
        expect(checkRequest({ ...request }, runtime), `${style}, ${runtime}`).toBeTypeOf('object')
    }
    expect(demo.paths.every((path) => /^\/\S*$/.test(path)) && demo.paths.length > 0).toBe(true)
  })

  it('rests in the middle of its run and asks a question', () => {
    expect(demo.moment).toBeGreaterThanOrEqual(0)
    expect(demo.moment).toBeLessThanOrEqual(1)
    expect(demo.question).toMatch(/[?.]$/)
  })

  it('promises something in each style, and in no other', () => {
    expect(Object.keys(demo.claims).sort()).toEqual([...stylesOf(name)].sort())
    for (const claims of Object.values(demo.claims)) expect(claims!.length).toBeGreaterThan(0)
  })

  it('has edits with names of their own, that change something and promise something', () => {
    const names = demo.edits.map((edit) => `${edit.style} ${edit.name}`)
    expect(new Set(names).size).toBe(names.length)
    expect(demo.edits.filter(({ claims }) => claims.length === 0)).toEqual([])
    const changes = (edit: Edit) => edit.replace.length > 0 || edit.database !== undefined
    expect(demo.edits.every(changes)).toBe(true)
  })

  it('shows as the log of an original what was recorded of that', () => {
    if (!demo.recorded) return
    const { system, scenario, log } = demo.recorded
    expect(log).toEqual(recordings[`../goldens/recorded/${system}.json`]?.[scenario]?.log)
  })
})

describe.each(CASES)('$name', (one) => {
  it('keeps its claims in virtual time', async () => {
    expect(faults(await simulate(one.request), one, 'simulated')).toEqual([])
  })
})

describe('on a real clock', () => {
  let node: NodeRuntime
  /** Runs in which a client waits until it loses patience: they do that side by side, beside all others. */
  const patient = new Map<Case, Promise<TraceEvent[]>>()

  beforeAll(async () => {
    node = await openNodeRuntime()
    for (const one of CASES)
      if (one.claims.some(({ endsBadly }) => endsBadly)) patient.set(one, runOnNode(one.request))
  })

  afterAll(() => node.close())

  async function runOnNode(request: RunRequest): Promise<TraceEvent[]> {
    const events: TraceEvent[] = []
    for await (const batch of node.runner.run(request).events) events.push(...batch)
    return events
  }

  it.each(CASES)('$name keeps its claims', async (one) => {
    const events = await (patient.get(one) ?? runOnNode(one.request))
    expect(faults(events, one, 'node')).toEqual([])
  })
})

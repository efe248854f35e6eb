/** Every program of every demo, and every edit of one, ends as it should and keeps its claims on a real clock, too. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest } from '../../server/run.ts'
import { type NodeRuntime, openNodeRuntime } from '../support/node-runtime.ts'
import { CASES, type Case, faults, PATIENCE } from './cases.ts'

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

it.each(CASES)('$name keeps its claims', { timeout: PATIENCE }, async (one) => {
  const events = await (patient.get(one) ?? runOnNode(one.request))
  expect(faults(events, one, 'node')).toEqual([])
})

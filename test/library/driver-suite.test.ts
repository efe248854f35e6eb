/** The driver's own tests, on the driver: blocking, in threads, in greenlets, in virtual time and on node. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Style } from '../../server/run.ts'
import { type NodeRuntime, openNodeRuntime } from '../support/node-runtime.ts'
import { eventsOf } from '../support/runs.ts'
import { endOf, findTeam, only, simulate } from '../support/simulated.ts'

/** Prints each case that doesn't pass, and how many there were. */
const report = (imports = '', first = '') => `${imports}
import { runSuite } from 'driver-suite'
import { MongoClient } from 'pymongo'
${first}
export function main() {
  const outcomes = runSuite({ MongoClient }, {})
  for (const { name, failed } of outcomes) if (failed) console.log(name + ': ' + failed)
  console.log(outcomes.length + ' cases')
}
`

const patched = report("import { monkey } from 'gevent'", 'monkey.patchAll()')

const STYLES: [Style, string][] = [
  ['blocked', report()],
  ['threads', report()],
  ['greenlets', patched],
]

/** What a run printed, and how it ended. */
function printed(events: readonly TraceEvent[]): string[] {
  const { reason, message } = endOf(events)
  const lines = only(events, 'log').map(({ text }) => text)
  return reason === 'returned' ? lines : [...lines, `${reason}: ${message}`]
}

const request = (style: Style, source: string) =>
  findTeam(style, { source, clients: 1, latency: 1, mode: 'open' })

describe("the driver's own tests", () => {
  let node: NodeRuntime

  beforeAll(async () => {
    node = await openNodeRuntime()
  })

  afterAll(() => node.close())

  it.each(STYLES)('pass in virtual time: %s', async (style, source) => {
    expect(printed(await simulate(request(style, source)))).toEqual([CASES])
  })

  it.each(STYLES)('pass on node: %s', async (style, source) => {
    const run = node.runner.run(request(style, source))
    expect(printed(await eventsOf(run))).toEqual([CASES])
  })
})

/** All of them: a case that goes missing would be missed. */
const CASES = '107 cases'

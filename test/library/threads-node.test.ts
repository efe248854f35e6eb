/** The same programs of threads on OS threads and a real clock. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NodeRuntime, openNodeRuntime } from '../support/node-runtime.ts'
import { eventsOf } from '../support/runs.ts'
import { endOf, findTeam, only } from '../support/simulated.ts'
import { PROGRAMS, THREADS } from './thread-programs.ts'

let runtime: NodeRuntime

beforeAll(async () => {
  runtime = await openNodeRuntime()
})

afterAll(() => runtime.close())

it.each(Object.entries(PROGRAMS))('%s', async (_name, { program, prints }) => {
  const request = findTeam('threads', { source: THREADS + program, clients: 1 })
  const events = await eventsOf(runtime.runner.run(request))
  const { reason, message } = endOf(events)
  expect(
    only(events, 'log').map(({ text }) => text),
    message,
  ).toEqual(prints)
  expect(reason, message).toBe('returned')
})

/** Services stand on the timeline beside the database: a group of their own, with what they were asked. */
import { expect, it } from 'vitest'
import { layout } from '../../server/trace/layout.ts'
import { modelOf } from '../../server/trace/model-builder.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { Recording } from './recording.ts'

/** Two requests, each with a call of a service that takes 200 ms. */
function calling(): Recording {
  const run = new Recording({ style: 'async', clients: 2 }).arrive(1).arrive(2)
  for (const n of [1, 2]) {
    run.say(`service:${n}`, 0, { kind: 'lane-open', lanes: 'service', name: `webservice ${n}` })
    run.say(`service:${n}`, n, { kind: 'command-queued', op: n, label: 'GET /slow', setup: false })
    run.say(`service:${n}`, n, { kind: 'command-started', op: n })
  }
  run.after(200)
  for (const n of [1, 2]) {
    run.say(`service:${n}`, n, { kind: 'command-served', op: n, label: 'GET /slow → 200' })
    run.say(`service:${n}`, n, { kind: 'command-replied', op: n })
  }
  return run
}

it('gives each connection to a service a lane on which it works for a request', () => {
  const model = modelOf(calling().events)
  const lanes = model.lanes.filter(({ kind }) => kind === 'service')
  expect(lanes.map(({ name }) => name)).toEqual(['webservice 1', 'webservice 2'])
  expect(lanes[0]!.spans).toMatchObject([
    { state: 'running', request: 1, label: 'GET /slow → 200', why: 'call for #1' },
  ])
  const [request] = model.requests
  expect(request!.spans.at(-1)).toMatchObject({ state: 'answer', label: 'GET /slow' })
})

it('counts their calls as what is under way at once', () => {
  expect(statistics(calling().events).backend_overlap_max).toBe(2)
})

it('puts them under a heading of their own', () => {
  const { groups } = layout(modelOf(calling().events), { width: 1000 })
  const all = groups.flatMap(({ children }) => children)
  const words = all.flatMap((each) => (each.kind === 'text' ? [each.text] : []))
  expect(words).toContain('Services')
  expect(words).not.toContain('MongoDB')
})

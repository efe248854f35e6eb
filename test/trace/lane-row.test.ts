import { expect, it } from 'vitest'
import { layout } from '../../server/trace/layout.ts'
import { modelOf } from '../../server/trace/model-builder.ts'
import { Recording } from './recording.ts'

it('names a visitor’s lane as the visitor does, and the others by their requests', () => {
  const run = new Recording({ style: 'callbacks' })
  run.open('client:1', 'client 1').open('client:2', 'curl/8').open('thread:1', 'loop')
  run.at(1).arrive(1).arrive(2).run(1, 1).at(9).answer(1).answer(2)
  const { groups } = layout(modelOf(run.end()), { width: 1000, height: 330 })
  const lanes = groups.filter(({ lane }) => lane?.startsWith('client:'))
  const named = lanes.map(({ children }) =>
    children.flatMap((each) => (each.kind === 'text' && each.anchor === 'end' ? [each.text] : [])),
  )
  expect(named).toEqual([['#1'], ['curl/8']])
})

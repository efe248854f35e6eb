import { expect, it } from 'vitest'
import { layout } from '../../server/trace/layout.ts'
import { modelOf } from '../../server/trace/model-builder.ts'
import { Recording } from './recording.ts'
import { blockedRun, threadsRun } from './styles.ts'

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

it('keeps clear of the heading, whose longest word is MongoDB', () => {
  const names = (labelWidth?: number) =>
    layout(modelOf(threadsRun(2)), { width: 1200, ...(labelWidth !== undefined && { labelWidth }) })
      .groups.filter(({ lane }) => lane?.startsWith('mongo:'))
      .flatMap(({ children }) =>
        children.flatMap((each) => (each.kind === 'text' && each.role === 'lane' ? [each.text] : [])),
      )
  expect(names()).toEqual(['connection 1', 'connection 2'])
  expect(names(128)).toEqual(['1', '2'])
})

it.each([490, 1200])('leaves room for the longest result in a picture %d px wide', (width) => {
  const { groups } = layout(modelOf(blockedRun(8)), { width, labelWidth: 128 })
  const results = groups.flatMap(({ children }) =>
    children.flatMap((each) => (each.kind === 'text' && each.role === 'result' ? [each] : [])),
  )
  expect(results.at(-1)!.text).toMatch(/^1,6\d\d ms$/)
  for (const { x, text, size } of results) expect(x + text.length * size * 0.6).toBeLessThanOrEqual(width)
})

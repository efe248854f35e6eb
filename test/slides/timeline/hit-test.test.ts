import { describe, expect, it } from 'vitest'
import { layout } from '../../../server/trace/layout.ts'
import { modelOf } from '../../../server/trace/model-builder.ts'
import { timeToX } from '../../../server/trace/scene.ts'
import { hitTest } from '../../../slides/timeline/hit-test.ts'
import { blockedRun } from '../../trace/styles.ts'

const model = modelOf(blockedRun(3))
const scene = layout(model, { width: 1000, height: 300 })

function middleOf(lane: string): number {
  const row = scene.rows.find((each) => each.lane === lane)!
  return row.y + row.height / 2
}

function at(lane: string, ms: number) {
  return hitTest(model, scene, timeToX(scene, ms * 1000), middleOf(lane))
}

describe('under the pointer', () => {
  it('is the span of a lane at that moment', () => {
    expect(at('client:2', 100)).toMatchObject({
      lane: 'client:2',
      request: 2,
      span: { state: 'turn', why: 'the loop is busy with #1' },
    })
    expect(at('mongo:1', 300)).toMatchObject({ request: 2, span: { state: 'answer' } })
  })

  it('is a span too short to be met exactly', () => {
    const burst = model.lanes.find(({ id }) => id === 'cpu:0')!.spans.find(({ request }) => request === 2)!
    expect(burst.to - burst.from).toBeLessThan(2_000)
    expect(at('cpu:0', burst.from / 1000 + 0.5)?.span?.request).toBe(2)
  })

  it('is the client’s request even beside its spans and on its number', () => {
    expect(at('client:1', 550)).toMatchObject({ request: 1 })
    expect(at('client:1', 550)).not.toHaveProperty('span')
    expect(hitTest(model, scene, 10, middleOf('client:3'))).toMatchObject({ request: 3 })
  })

  it('is nobody’s request where the server works for itself', () => {
    expect(at('cpu:0', 100)).not.toHaveProperty('request')
  })

  it('is nothing between and below the lanes', () => {
    expect(hitTest(model, scene, 500, scene.plot.bottom + 10)).toBeUndefined()
  })
})

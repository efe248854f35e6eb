import { describe, expect, it } from 'vitest'
import { modelOf } from '../../server/trace/model-builder.ts'
import { MIDDLE, spanOf } from './reading.ts'
import { FILE } from './recording.ts'
import { callbacksRun } from './styles.ts'

describe('positions', () => {
  const model = modelOf(callbacksRun(2))

  it('are the last known line of the request', () => {
    expect(model.positionOf(1, MIDDLE)).toEqual({ file: FILE, line: 12, column: 3 })
    expect(model.positionOf(1, 204_500)?.line).toBe(14)
    expect(model.positionOf(2, 204_500)?.line).toBe(12)
    expect(model.requestsAt(MIDDLE)[0]).toEqual({
      request: 1,
      state: 'answer',
      at: { file: FILE, line: 12, column: 3 },
    })
  })

  it('are undefined while nothing is known', () => {
    expect(model.positionOf(1, 2_000 - 1)).toBeUndefined()
    expect(model.positionOf(99, MIDDLE)).toBeUndefined()
  })

  it('go with the spans', () => {
    expect(spanOf(model, 'client:1', MIDDLE)?.at?.line).toBe(12)
    expect(spanOf(model, 'client:1', 2_500)?.at?.line).toBe(12)
  })
})

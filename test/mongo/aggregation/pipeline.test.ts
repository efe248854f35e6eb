import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [[{ $foo: 1 }], "40324 Unrecognized pipeline stage name: '$foo'"],
  [[{ $changeStream: {} }], '40573 The $changeStream stage is only supported on replica sets'],
  [[{ $geoNear: {} }], '238 the stage $geoNear is not implemented by this server'],
  [[{ $densify: {} }], '238 the stage $densify is not implemented by this server'],
  [[{}], '40323 A pipeline stage specification object must contain exactly one field.'],
  [
    [{ $match: {}, $limit: 1 }],
    '40323 A pipeline stage specification object must contain exactly one field.',
  ],
  [[5], "14 Each element of the 'pipeline' array must be an object"],
]

describe("what isn't a pipeline", () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})

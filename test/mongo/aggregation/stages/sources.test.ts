import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [[{ $collStats: { count: {} } }, { $project: { ns: 1, count: 1 } }], '{ns: "worldcup.a", count: 3}'],
  [[{ $indexStats: {} }, { $project: { name: 1, key: 1 } }], '{name: "_id_", key: {_id: 1}}'],
  [
    [{ $match: {} }, { $collStats: { count: {} } }],
    '40602 $collStats is only valid as the first stage in a pipeline.',
  ],
  [[{ $collStats: 1 }], '9 $collStats must take a nested object but found: int'],
  [[{ $collStats: { foo: {} } }], '238 the option foo of $collStats is not implemented by this server'],
  [[{ $documents: [{ a: 1 }] }], "73 '$documents' can only be run with {aggregate: 1}"],
]

describe('stages that begin a pipeline', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})

import { Long } from 'bson'
import { describe, expect, it } from 'vitest'
import { DATA, serverWith } from '../../../support/aggregate.ts'
import { ask } from '../../../support/wire.ts'

/** Code and message of the answer to a command. */
function refusal(command: object): string {
  const { code, errmsg } = ask(serverWith(DATA), command)
  return `${code} ${errmsg}`
}

describe('aggregate', () => {
  it('answers in batches, which a cursor continues', () => {
    const server = serverWith(DATA)
    const { cursor } = ask(server, { aggregate: 'a', pipeline: [], cursor: { batchSize: 2 } })
    expect(cursor.firstBatch.map(({ _id }) => _id)).toEqual([1, 2])
    const more = ask(server, { getMore: Long.fromNumber(cursor.id), collection: 'a' })
    expect(more.cursor.nextBatch.map(({ _id }) => _id)).toEqual([3])
  })

  it('gives an empty first batch when asked for none', () => {
    const { cursor } = ask(serverWith(DATA), { aggregate: 'a', pipeline: [], cursor: { batchSize: 0 } })
    expect(cursor.firstBatch).toEqual([])
    expect(cursor.id).not.toBe(0)
  })

  it('gives nothing for a collection that is not there', () => {
    const { cursor } = ask(serverWith({}), { aggregate: 'a', pipeline: [{ $match: {} }], cursor: {} })
    expect(cursor).toEqual({ firstBatch: [], id: 0, ns: 'worldcup.a' })
  })

  it('runs without a collection where documents are given', () => {
    const pipeline = [{ $documents: [{ a: 1 }, { a: '$$limit' }] }, { $sort: { a: -1 } }]
    const { cursor } = ask(serverWith({}), {
      aggregate: 1,
      pipeline,
      cursor: {},
      let: { limit: { $add: [1, 1] } },
    })
    expect(cursor).toEqual({ firstBatch: [{ a: 2 }, { a: 1 }], id: 0, ns: 'worldcup.$cmd.aggregate' })
  })

  it('compares texts by the collation in every stage', () => {
    const pipeline = [{ $match: { t: 'X' } }, { $group: { _id: { $eq: ['$t', 'X'] }, n: { $sum: 1 } } }]
    const collation = { locale: 'en', strength: 2 }
    expect(
      ask(serverWith(DATA), { aggregate: 'a', pipeline, cursor: {}, collation }).cursor.firstBatch,
    ).toEqual([{ _id: true, n: 2 }])
  })

  it('says where a failure happened', () => {
    const divide = (by: unknown) => [{ $project: { x: { $divide: [1, by] } } }]
    expect(refusal({ aggregate: 'a', pipeline: divide({ $subtract: ['$n', '$n'] }), cursor: {} })).toBe(
      "2 PlanExecutor error during aggregation :: caused by :: can't $divide by zero",
    )
    expect(refusal({ aggregate: 'a', pipeline: divide(0), cursor: {} })).toBe(
      "2 Failed to optimize pipeline :: caused by :: can't $divide by zero",
    )
  })

  it('explains itself instead', () => {
    const reply = ask(serverWith(DATA), { aggregate: 'a', pipeline: [{ $match: { n: 1 } }], explain: true })
    expect(reply).toMatchObject({ ok: 1, explainVersion: '1' })
  })

  it.each([
    [
      { aggregate: 'a', pipeline: [] },
      "9 The 'cursor' option is required, except for aggregate with the explain argument",
    ],
    [{ aggregate: 'a', cursor: {} }, "40414 BSON field 'aggregate.pipeline' is missing but a required field"],
    [
      { aggregate: 'a', pipeline: [], cursor: { batchSize: 'x' } },
      '14 cursor.batchSize field must be a number',
    ],
    [{ aggregate: 'a', pipeline: [], cursor: { batchSize: -1 } }, '2 cursor.batchSize must not be negative'],
    [
      { aggregate: 2, pipeline: [], cursor: {} },
      "9 Invalid command format: the 'aggregate' field must specify a collection name or 1",
    ],
    [{ aggregate: 1, pipeline: [], cursor: {} }, '73 {aggregate: 1} is not valid for an empty pipeline.'],
    [
      { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} },
      "73 {aggregate: 1} is not valid for '$match'; a collection is required.",
    ],
  ])('refuses %j', (command, message) => {
    expect(refusal(command)).toBe(message)
  })
})

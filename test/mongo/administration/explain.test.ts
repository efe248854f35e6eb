import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, testServer } from '../../support/wire.ts'

let server: MongoServer
const run = (command: object) => ask(server, command, { db: 'test' })

beforeEach(() => {
  server = testServer()
})

interface Explanation {
  queryPlanner: { winningPlan: Record<string, unknown>; parsedQuery: object }
  executionStats: {
    nReturned: number
    totalKeysExamined: number
    totalDocsExamined: number
    executionStages: Record<string, unknown>
  }
}

function explain(command: object, verbosity = 'executionStats'): Explanation {
  return run({ explain: command, verbosity }) as unknown as Explanation
}

/** What was returned, and how many keys and documents were looked at for it. */
function figures(command: object): number[] {
  const { nReturned, totalKeysExamined, totalDocsExamined } = explain(command).executionStats
  return [nReturned, totalKeysExamined, totalDocsExamined]
}

/** The names of the steps, from the last to the first. */
function steps(command: object): unknown[] {
  const names: unknown[] = []
  let step: Record<string, unknown> | undefined = explain(command).queryPlanner.winningPlan
  for (; step; step = step['inputStage'] as typeof step) names.push(step['stage'])
  return names
}

function fill(count: number, make: (index: number) => object, ...keys: object[]): void {
  const documents = Array.from({ length: count }, (_, index) => ({ _id: index, ...make(index) }))
  run({ insert: 'c', documents })
  for (const key of keys)
    run({ createIndexes: 'c', indexes: [{ key, name: Object.entries(key).flat().join('_') }] })
}

describe('explain of find', () => {
  it('shows that an index over 10,000 documents is used for equality and ranges', () => {
    fill(10_000, (index) => ({ a: index, b: index % 100 }), { a: 1 }, { b: 1, a: -1 })
    expect(figures({ find: 'c', filter: { a: 77 } })).toEqual([1, 1, 1])
    expect(figures({ find: 'c', filter: { a: { $gte: 10, $lt: 20 } } })).toEqual([10, 10, 10])
    expect(figures({ find: 'c', filter: { a: { $in: [5, 9_000] } } })).toEqual([2, 4, 2])
    expect(figures({ find: 'c', filter: { b: 7 }, sort: { a: -1 }, limit: 3 })).toEqual([3, 3, 3])
    expect(figures({ find: 'c', filter: { b: 7, a: { $gt: 9_900 } } })).toEqual([1, 1, 1])
    expect(figures({ find: 'c', filter: { x: 7 } })).toEqual([0, 0, 10_000])
  })

  it('describes the index, its bounds and the direction', () => {
    fill(3, (index) => ({ a: index }), { a: 1, b: -1 })
    const { winningPlan, parsedQuery } = explain(
      { find: 'c', filter: { a: { $gt: 1 } } },
      'queryPlanner',
    ).queryPlanner
    expect(parsedQuery).toEqual({ a: { $gt: 1 } })
    expect(winningPlan).toEqual({
      stage: 'FETCH',
      inputStage: {
        stage: 'IXSCAN',
        keyPattern: { a: 1, b: -1 },
        indexName: 'a_1_b_-1',
        isMultiKey: false,
        multiKeyPaths: { a: [], b: [] },
        isUnique: false,
        isSparse: false,
        isPartial: false,
        indexVersion: 2,
        direction: 'forward',
        indexBounds: { a: ['(1, inf.0]'], b: ['[MaxKey, MinKey]'] },
      },
    })
  })

  it('knows the steps: look-up of an _id, scan, sort, skip, limit, projection', () => {
    fill(5, (index) => ({ a: index }), { a: 1 })
    expect(steps({ find: 'c', filter: { _id: 3 } })).toEqual(['IDHACK'])
    expect(steps({ find: 'c', filter: { _id: { $gt: 3 } } })).toEqual(['FETCH', 'IXSCAN'])
    expect(steps({ find: 'c', filter: { b: 1 } })).toEqual(['COLLSCAN'])
    expect(steps({ find: 'c', sort: { a: 1 } })).toEqual(['FETCH', 'IXSCAN'])
    expect(steps({ find: 'c', sort: { b: 1 }, limit: 2 })).toEqual(['SORT', 'COLLSCAN'])
    expect(steps({ find: 'c', skip: 1, limit: 2 })).toEqual(['LIMIT', 'SKIP', 'COLLSCAN'])
    expect(steps({ find: 'c', projection: { a: 1 } })).toEqual(['PROJECTION_SIMPLE', 'COLLSCAN'])
    expect(steps({ find: 'c', filter: { a: 1 }, projection: { _id: 0, a: 1 } })).toEqual([
      'PROJECTION_COVERED',
      'IXSCAN',
    ])
    expect(figures({ find: 'c', filter: { a: 1 }, projection: { _id: 0, a: 1 } })).toEqual([1, 1, 0])
    expect(steps({ find: 'missing', filter: { a: 1 } })).toEqual(['EOF'])
  })

  it('looks branches of $or up in their own indexes', () => {
    fill(100, (index) => ({ a: index, b: -index }), { a: 1 }, { b: 1 })
    const plan = explain({ find: 'c', filter: { $or: [{ a: 3 }, { b: -4 }, { a: { $lt: 1 } }] } })
    expect(plan.queryPlanner.winningPlan['inputStage']).toMatchObject({ stage: 'OR' })
    expect(plan.executionStats).toMatchObject({ nReturned: 3, totalKeysExamined: 3, totalDocsExamined: 3 })
  })

  it('obeys a hint, and refuses one that means nothing', () => {
    fill(10, (index) => ({ a: index, b: index }), { a: 1 }, { b: 1 })
    const filter = { a: 1, b: 1 }
    for (const hint of ['b_1', { b: 1 }]) {
      const { winningPlan } = explain({ find: 'c', filter, hint }).queryPlanner
      expect(winningPlan).toMatchObject({ inputStage: { indexName: 'b_1' } })
    }
    expect(steps({ find: 'c', filter, hint: { $natural: 1 } })).toEqual(['COLLSCAN'])
    const commands = [
      { find: 'c', filter, hint: 'x' },
      { aggregate: 'c', pipeline: [{ $match: filter }], cursor: {}, hint: 'x' },
      { findAndModify: 'c', query: filter, remove: true, hint: 'x' },
    ]
    for (const command of commands) {
      expect(run(command)).toMatchObject({
        code: 2,
        codeName: 'BadValue',
        errmsg: expect.stringMatching(
          /^error processing query: ns=test.cTree: .* planner returned error :: caused by :: hint provided does not correspond to an existing index$/s,
        ),
      })
    }
  })

  it('does not use hidden, sparse, partial or collated indexes where they would miss documents', () => {
    fill(20, (index) => ({ a: `x${index}` }))
    const plan = (filter: object, more: object = {}) =>
      steps({ find: 'c', filter, ...more }).includes('IXSCAN')
    const only = (more: object) => {
      run({ dropIndexes: 'c', index: '*' })
      run({ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'i', ...more }] })
    }
    only({ hidden: true })
    expect(plan({ a: 'x1' })).toBe(false)
    only({ sparse: true })
    expect([plan({ a: 'x1' }), plan({ a: null }), plan({}, { sort: { a: 1 } })]).toEqual([true, false, false])
    only({ partialFilterExpression: { a: { $gt: 'x15' } } })
    expect([plan({ a: 'x16' }), plan({ a: 'x1' }), plan({ a: { $gte: 'x16' } })]).toEqual([true, false, true])
    const collation = { locale: 'en', strength: 2 }
    only({ collation })
    expect([plan({ a: 'X1' }), plan({ a: 'X1' }, { collation }), plan({ a: 5 })]).toEqual([false, true, true])
    expect(run({ find: 'c', filter: { a: 'X1' }, collation }).cursor.firstBatch).toHaveLength(1)
  })

  it('shows the bounds of anchored regular expressions', () => {
    fill(100, (index) => ({ a: `t${index}` }), { a: 1 })
    expect(figures({ find: 'c', filter: { a: /^t8/ } })).toEqual([11, 12, 11])
    expect(figures({ find: 'c', filter: { a: { $regex: '^T8', $options: 'i' } } })[0]).toBe(11)
  })
})

describe('find', () => {
  it('stays between min and max, and shows keys and record numbers', () => {
    fill(10, (index) => ({ a: index }), { a: 1 })
    const ids = (more: object) => run({ find: 'c', hint: { a: 1 }, ...more }).cursor.firstBatch
    expect(ids({ min: { a: 3 }, max: { a: 5 } })).toEqual([
      { _id: 3, a: 3 },
      { _id: 4, a: 4 },
    ])
    expect(ids({ filter: { a: 3 }, returnKey: true })).toEqual([{ a: 3 }])
    expect(ids({ filter: { a: 3 }, showRecordId: true })).toEqual([{ _id: 3, a: 3, $recordId: 4 }])
  })
})

describe('explain of other commands', () => {
  beforeEach(() => fill(50, (index) => ({ a: index }), { a: 1 }))

  it('counts by keys alone', () => {
    expect(steps({ count: 'c', query: { a: { $lt: 5 } } })).toEqual(['COUNT', 'COUNT_SCAN'])
    expect(figures({ count: 'c', query: { a: { $lt: 5 } } })).toEqual([0, 5, 0])
    expect(steps({ count: 'c' })).toEqual(['RECORD_STORE_FAST_COUNT'])
  })

  it('searches for what is to be changed, without changing it', () => {
    expect(steps({ update: 'c', updates: [{ q: { a: 3 }, u: { $set: { b: 1 } } }] })).toEqual([
      'UPDATE',
      'FETCH',
      'IXSCAN',
    ])
    expect(steps({ delete: 'c', deletes: [{ q: { a: 3 }, limit: 0 }] })).toEqual([
      'DELETE',
      'FETCH',
      'IXSCAN',
    ])
    expect(steps({ findAndModify: 'c', query: { _id: 3 }, remove: true })).toEqual(['DELETE', 'IDHACK'])
    expect(run({ count: 'c' })).toMatchObject({ n: 50 })
  })

  it('explains the query at the beginning of a pipeline', () => {
    const { stages } = run({
      explain: { aggregate: 'c', pipeline: [{ $match: { a: 7 } }, { $group: { _id: '$a' } }], cursor: {} },
      verbosity: 'executionStats',
    }) as unknown as { stages: [{ $cursor: Explanation }, object] }
    expect(stages[0].$cursor.executionStats).toMatchObject({ nReturned: 1, totalDocsExamined: 1 })
    expect(stages[1]).toEqual({ $group: { _id: '$a' } })
  })

  it('refuses commands that cannot be explained', () => {
    expect(run({ explain: { ping: 1 } })).toMatchObject({ ok: 0 })
    expect(run({ explain: { find: 'c' }, verbosity: 'much' })).toMatchObject({
      code: 2,
      errmsg: "Enumeration value 'much' for field 'explain.verbosity' is not a valid value.",
    })
  })

  it('says which server explains, and what', () => {
    expect(run({ explain: { distinct: 'c', key: 'a' } })).toMatchObject({
      explainVersion: '1',
      command: { distinct: 'c', key: 'a', $db: 'test' },
      serverInfo: { version: '7.0.14' },
      ok: 1,
    })
  })
})

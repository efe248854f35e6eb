import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, type Reply, testServer } from '../../support/wire.ts'

let server: MongoServer
const run = (command: object, db = 'test') => ask(server, command, { db })
const batch = (reply: Reply) => reply.cursor.firstBatch
const ids = (reply: Reply) => batch(reply).map((found) => found._id)

beforeEach(() => {
  server = testServer()
  const documents = Array.from({ length: 10 }, (_, _id) => ({
    _id,
    g: _id % 3,
    v: _id * 10,
    tags: [_id, 'x'],
  }))
  run({ insert: 'src', documents })
  run({ insert: 'other', documents: [0, 1, 2].map((g) => ({ _id: g, g })) })
  run({ create: 'ones', viewOn: 'src', pipeline: [{ $match: { g: 1 } }] })
  run({ create: 'few', viewOn: 'ones', pipeline: [{ $project: { v: 1, g: 1 } }] })
})

describe('a view', () => {
  it('is found in, filtered, sorted, cut and projected', () => {
    expect(ids(run({ find: 'ones' }))).toEqual([1, 4, 7])
    expect(ids(run({ find: 'ones', filter: { v: { $gt: 10 } }, sort: { _id: -1 } }))).toEqual([7, 4])
    expect(ids(run({ find: 'ones', skip: 1, limit: 1, singleBatch: false }))).toEqual([4])
    expect(batch(run({ find: 'few', limit: 1, singleBatch: true, projection: { g: 1 } }))).toEqual([
      { _id: 1, g: 1 },
    ])
    expect(ids(run({ find: 'ones', sort: { $natural: -1 } }))).toEqual([7, 4, 1])
  })

  it('is read in batches under its own name', () => {
    const { cursor } = run({ find: 'ones', batchSize: 2 })
    expect(cursor.ns).toBe('test.ones')
    const more = run({ getMore: BigInt(cursor.id), collection: 'ones' })
    expect(more.cursor.nextBatch.map(({ _id }) => _id)).toEqual([7])
  })

  it('is counted, and its values are listed', () => {
    expect(run({ count: 'ones' })).toMatchObject({ n: 3, ok: 1 })
    expect(run({ count: 'ones', query: { v: { $gte: 40 } }, limit: 1 })).toMatchObject({ n: 1 })
    expect(run({ count: 'ones', query: { v: -1 } })).toMatchObject({ n: 0 })
    expect(run({ distinct: 'ones', key: 'v' })['values']).toEqual([10, 40, 70])
    expect(run({ distinct: 'ones', key: 'tags', query: { _id: 4 } })['values']).toEqual([4, 'x'])
    expect(run({ distinct: 'ones', key: 'v', query: { v: 0 } })['values']).toEqual([])
  })

  it('is aggregated, joined, united and walked through', () => {
    const pipeline = (...stages: object[]) => ({ pipeline: stages, cursor: {} })
    const sizes = [{ $project: { n: { $size: '$m' } } }, { $sort: { _id: 1 } }]
    expect(batch(run({ aggregate: 'few', ...pipeline({ $count: 'n' }) }))).toEqual([{ n: 3 }])
    const join = { from: 'ones', localField: 'g', foreignField: 'g', as: 'm' }
    const joined = batch(run({ aggregate: 'other', ...pipeline({ $lookup: join }, ...sizes) }))
    expect(joined.map(({ n }) => n)).toEqual([0, 3, 0])
    const walk = { from: 'few', startWith: '$g', connectFromField: 'g', connectToField: 'g', as: 'm' }
    const walked = batch(run({ aggregate: 'other', ...pipeline({ $graphLookup: walk }, ...sizes) }))
    expect(walked.map(({ n }) => n)).toEqual([0, 3, 0])
    const united = run({ aggregate: 'other', ...pipeline({ $unionWith: 'ones' }, { $count: 'n' }) })
    expect(batch(united)).toEqual([{ n: 6 }])
  })

  it('uses the indexes of what it reads', () => {
    run({ createIndexes: 'src', indexes: [{ key: { g: 1 }, name: 'g_1' }] })
    const explained = run({ explain: { find: 'ones', filter: { v: 10 } } })
    expect(JSON.stringify(explained['queryPlanner'])).toContain('"indexName":"g_1"')
    expect(ids(run({ find: 'ones', hint: 'g_1' }))).toEqual([1, 4, 7])
  })

  it('has its own collation, and no other', () => {
    run({
      insert: 'names',
      documents: [
        { _id: 1, n: 'a' },
        { _id: 2, n: 'A' },
      ],
    })
    const collation = { locale: 'en', strength: 2 }
    run({ create: 'loose', viewOn: 'names', pipeline: [], collation })
    expect(ids(run({ find: 'loose', filter: { n: 'a' } }))).toEqual([1, 2])
    expect(ids(run({ find: 'loose', filter: { n: 'a' }, collation }))).toEqual([1, 2])
    expect(run({ find: 'loose', collation: { locale: 'fr' } })).toMatchObject({
      code: 167,
      errmsg: "Cannot override a view's default collation",
    })
  })

  it('is listed as one, beside the collection that has the definitions', () => {
    const listed = batch(run({ listCollections: 1, filter: { name: /^(ones|system)/ } }))
    expect(listed).toMatchObject([{ name: 'ones', type: 'view' }, { name: 'system.views' }].reverse())
    expect(listed[1]).toEqual({
      name: 'ones',
      type: 'view',
      options: { viewOn: 'src', pipeline: [{ $match: { g: 1 } }] },
      info: { readOnly: true },
    })
  })

  it('goes when it is dropped, and nothing else does', () => {
    expect(run({ drop: 'few' })).toEqual({ ns: 'test.few', ok: 1 })
    expect(run({ count: 'few' })).toMatchObject({ n: 0 })
    expect(run({ count: 'ones' })).toMatchObject({ n: 3 })
  })

  it('can be changed by collMod, each half alone', () => {
    run({ collMod: 'ones', pipeline: [{ $match: { g: 2 } }] })
    expect(ids(run({ find: 'ones' }))).toEqual([2, 5, 8])
    run({ collMod: 'ones', viewOn: 'other' })
    expect(ids(run({ find: 'ones' }))).toEqual([2])
  })

  const isView = 'Namespace test.ones is a view, not a collection'
  it.each([
    [{ insert: 'ones', documents: [{ _id: 1 }, { _id: 2 }] }, 1],
    [{ insert: 'ones', documents: [{ _id: 1 }, { _id: 2 }], ordered: false }, 2],
    [{ update: 'ones', updates: [{ q: {}, u: { $set: { a: 1 } }, upsert: true }] }, 1],
    [{ delete: 'ones', deletes: [{ q: {}, limit: 0 }], ordered: false }, 1],
  ])('refuses %j statement by statement', (command, count) => {
    const reply = run(command) as Reply & { writeErrors: object[] }
    expect(reply).toMatchObject({ ok: 1, n: 0 })
    expect(reply.writeErrors).toHaveLength(count)
    expect(reply.writeErrors[0]).toMatchObject({ index: 0, code: 166, errmsg: isView })
    expect(run({ count: 'src' })).toMatchObject({ n: 10 })
  })

  const refused: [command: object, code: number, errmsg: string, db?: string][] = [
    [{ findAndModify: 'ones', query: {}, remove: true }, 166, isView],
    [{ createIndexes: 'ones', indexes: [{ key: { v: 1 }, name: 'v_1' }] }, 166, isView],
    [{ listIndexes: 'ones' }, 166, isView],
    [{ dropIndexes: 'ones', index: '*' }, 166, isView],
    [{ collStats: 'ones' }, 166, isView],
    [{ validate: 'ones' }, 166, 'Cannot validate a view'],
    [{ aggregate: 'other', pipeline: [{ $out: 'ones' }], cursor: {} }, 166, isView],
    [{ renameCollection: 'test.ones', to: 'test.x' }, 166, 'cannot rename view: test.ones', 'admin'],
    [
      { renameCollection: 'test.other', to: 'test.ones', dropTarget: true },
      48,
      'a view already exists with that name: test.ones',
      'admin',
    ],
    [{ find: 'ones', tailable: true }, 168, 'Tailable cursors are not supported in aggregation.'],
    [{ find: 'ones', showRecordId: true }, 168, 'Option showRecordId not supported in aggregation.'],
    [
      { create: 'ones' },
      48,
      'namespace test.ones already exists, but is a view on test.src rather than test.',
    ],
    [{ create: 'bad', pipeline: [] }, 72, "'pipeline' requires 'viewOn' to also be specified"],
    [{ create: 'bad', viewOn: '', pipeline: [] }, 2, "'viewOn' cannot be empty"],
    [
      { create: 'bad', viewOn: 'src', pipeline: [{ $nope: 1 }] },
      40324,
      "Unrecognized pipeline stage name: '$nope'",
    ],
    [
      { create: 'bad', viewOn: 'src', pipeline: [{ $merge: { into: 'x' } }] },
      167,
      'Invalid pipeline for view test.bad :: caused by :: The aggregation stage $merge in location 0 of the pipeline cannot be used in the view definition of test.bad because it writes to disk',
    ],
    [{ create: 'bad', viewOn: 'bad' }, 5, 'View cycle detected: test.bad => test.bad => test.bad'],
    [
      { collMod: 'ones', viewOn: 'few', pipeline: [] },
      5,
      'View cycle detected: test.ones => test.ones => test.few => test.ones',
    ],
    [
      { collMod: 'ones', pipeline: [{ $lookup: { from: 'few', pipeline: [], as: 'x' } }] },
      5,
      'View cycle detected: test.ones => test.ones => test.few => test.ones',
    ],
    [{ collMod: 'ones', validator: {} }, 72, 'option not supported on a view: validator'],
    [{ collMod: 'src', viewOn: 'other' }, 72, 'option only supported on a view: viewOn'],
  ]
  it.each(refused)('refuses %j', (command, code, errmsg, db) => {
    expect(run(command, db)).toMatchObject({ ok: 0, code, errmsg })
    expect(ids(run({ find: 'ones' }))).toEqual([1, 4, 7])
  })

  it('stands on twenty others at most', () => {
    for (let n = 1; n <= 20; n++) {
      expect(run({ create: `v${n}`, viewOn: n === 1 ? 'src' : `v${n - 1}`, pipeline: [] })).toEqual({ ok: 1 })
    }
    expect(run({ count: 'v20' })).toMatchObject({ n: 10 })
    expect(run({ create: 'v21', viewOn: 'v20', pipeline: [] })).toMatchObject({
      code: 165,
      codeName: 'ViewDepthLimitExceeded',
      errmsg: 'View depth limit exceeded; maximum depth is 20',
    })
  })

  it('of a collection that is not there is empty, and leaves no cursor behind', () => {
    expect(run({ create: 'later', viewOn: 'none', pipeline: [] })).toEqual({ ok: 1 })
    expect(ids(run({ find: 'later' }))).toEqual([])
    expect(server.openCursors).toBe(0)
  })
})

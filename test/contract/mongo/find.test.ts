/** Finding documents: every option of `find`, `findOne` and the commands beside it. */
import { expect, it } from 'vitest'
import { type Explanation, failure, ids, numbered, onEachMongod } from './suite.ts'

onEachMongod('finding', (mongo) => {
  it('gives all documents in the order of their insertion', async () => {
    const things = await mongo.with({ _id: 2 }, { _id: 1 }, { _id: 3 })
    expect(ids(await things.find().toArray())).toEqual([2, 1, 3])
  })

  it('gives nothing from a collection that does not exist', async () => {
    const nowhere = mongo.fresh()
    expect(await nowhere.find().toArray()).toEqual([])
    expect(await nowhere.findOne()).toBeNull()
    expect(await nowhere.countDocuments()).toBe(0)
    expect(await nowhere.estimatedDocumentCount()).toBe(0)
    expect(await nowhere.distinct('a')).toEqual([])
  })

  it('sorts by several fields, in both directions', async () => {
    const things = await mongo.with(...numbered(6, 2))
    expect(ids(await things.find().sort({ n: -1, _id: 1 }).toArray())).toEqual([1, 3, 5, 0, 2, 4])
    expect(ids(await things.find().sort('n', 'asc').sort({ n: 1, _id: -1 }).toArray())).toEqual([
      4, 2, 0, 5, 3, 1,
    ])
    expect(ids(await things.find().sort({ $natural: -1 }).toArray())).toEqual([5, 4, 3, 2, 1, 0])
  })

  it('skips and limits', async () => {
    const things = await mongo.with(...numbered(10))
    const sorted = () => things.find().sort({ _id: 1 })
    expect(ids(await sorted().skip(3).limit(4).toArray())).toEqual([3, 4, 5, 6])
    expect(ids(await sorted().skip(8).toArray())).toEqual([8, 9])
    expect(ids(await sorted().limit(0).toArray())).toHaveLength(10)
    expect(ids(await sorted().limit(-2).toArray())).toEqual([0, 1])
    expect(ids(await sorted().skip(20).toArray())).toEqual([])
  })

  it('projects: inclusion, exclusion, nested fields, without _id', async () => {
    const things = await mongo.with({ _id: 1, a: { b: 1, c: 2 }, d: [{ e: 1, f: 2 }, 3], g: 5 })
    const project = (projection: object) => things.findOne({}, { projection })
    expect(await project({ g: 1 })).toEqual({ _id: 1, g: 5 })
    expect(await project({ g: 1, _id: 0 })).toEqual({ g: 5 })
    expect(await project({ 'a.b': 0, d: 0 })).toEqual({ _id: 1, a: { c: 2 }, g: 5 })
    expect(await project({ 'd.e': 1 })).toEqual({ _id: 1, d: [{ e: 1 }] })
    expect(await project({ 'd.e': 0, a: 0 })).toEqual({ _id: 1, d: [{ f: 2 }, 3], g: 5 })
    expect(await project({ _id: 0 })).toEqual({ a: { b: 1, c: 2 }, d: [{ e: 1, f: 2 }, 3], g: 5 })
    expect(await project({ sum: { $add: ['$g', 1] }, g: 1, _id: 0 })).toEqual({ g: 5, sum: 6 })
    expect(await project({ name: 'constant', _id: 0 })).toEqual({ name: 'constant' })
  })

  it('projects parts of arrays', async () => {
    const things = await mongo.with({ _id: 1, a: [1, 2, 3, 4], b: [{ n: 1 }, { n: 2, x: 1 }, { n: 2 }] })
    const project = (projection: object, filter = {}) => things.findOne(filter, { projection })
    expect(await project({ a: { $slice: 2 }, b: 0 })).toEqual({ _id: 1, a: [1, 2] })
    expect(await project({ a: { $slice: -1 }, b: 0 })).toEqual({ _id: 1, a: [4] })
    expect(await project({ a: { $slice: [1, 2] }, b: 0 })).toEqual({ _id: 1, a: [2, 3] })
    expect(await project({ b: { $elemMatch: { n: 2 } } })).toEqual({ _id: 1, b: [{ n: 2, x: 1 }] })
    expect(await project({ 'a.$': 1 }, { a: { $gt: 2 } })).toEqual({ _id: 1, a: [3] })
    expect(await project({ 'b.$': 1 }, { 'b.n': 2 })).toEqual({ _id: 1, b: [{ n: 2, x: 1 }] })
  })

  it('refuses projections that mix or contradict', async () => {
    const things = await mongo.with({ _id: 1 })
    const refusal = (projection: object) => failure(things.findOne({}, { projection }))
    expect(await refusal({ a: 1, b: 0 })).toMatchObject({
      code: 31254,
      codeName: 'Location31254',
      message: 'Cannot do exclusion on field b in inclusion projection',
    })
    expect(await refusal({ a: 0, b: 1 })).toMatchObject({
      code: 31253,
      codeName: 'Location31253',
      message: 'Cannot do inclusion on field b in exclusion projection',
    })
    expect(await refusal({ a: 1, 'a.b': 1 })).toMatchObject({ code: 31249 })
    expect(await refusal({ 'a.b': 1, a: 1 })).toMatchObject({ code: 31250 })
  })

  it('looks only at the keys between min and max of an index', async () => {
    const things = await mongo.with(...numbered(10))
    await things.createIndex({ n: 1 })
    const found = things.find().hint({ n: 1 }).min({ n: 3 }).max({ n: 6 })
    expect(ids(await found.toArray())).toEqual([3, 4, 5])
    const { code } = await failure(things.find({}, { min: { n: 3 } }).toArray())
    expect(code).toBe(51_173)
  })

  it('gives the keys of the index only with returnKey', async () => {
    const things = await mongo.with(...numbered(2))
    await things.createIndex({ n: 1 })
    expect(await things.find({ n: 1 }, { returnKey: true, hint: { n: 1 } }).toArray()).toEqual([{ n: 1 }])
  })

  it('uses variables of let', async () => {
    const things = await mongo.with(...numbered(5))
    const filter = { $expr: { $gt: ['$n', '$$least'] } }
    expect(ids(await things.find(filter, { let: { least: 2 } }).toArray())).toEqual([3, 4])
  })

  it('takes comment, maxTimeMS, allowDiskUse, noCursorTimeout and singleBatch', async () => {
    const things = await mongo.with(...numbered(5))
    const options = { comment: { why: 1 }, maxTimeMS: 5000, allowDiskUse: true, noCursorTimeout: true }
    expect(await things.find({}, options).sort({ n: 1 }).toArray()).toHaveLength(5)
    expect(await things.find({}, { singleBatch: true, batchSize: 2 }).toArray()).toHaveLength(2)
  })

  it('counts with filter, skip, limit and hint', async () => {
    const things = await mongo.with(...numbered(10, 2))
    await things.createIndex({ n: 1 })
    expect(await things.countDocuments()).toBe(10)
    expect(await things.countDocuments({ n: 1 })).toBe(5)
    expect(await things.countDocuments({ n: 1 }, { skip: 2, limit: 2 })).toBe(2)
    expect(await things.countDocuments({ n: 1 }, { skip: 4, limit: 2 })).toBe(1)
    expect(await things.countDocuments({ n: 1 }, { hint: 'n_1' })).toBe(5)
    expect(await things.estimatedDocumentCount({ maxTimeMS: 5000, comment: 'x' })).toBe(10)
    expect(await mongo.command({ count: things.collectionName, query: { n: 0 }, skip: 1, limit: 3 })).toEqual(
      {
        n: 3,
        ok: 1,
      },
    )
  })

  it('gives distinct values, also those inside of arrays', async () => {
    const things = await mongo.with(
      { _id: 1, a: 1, b: { c: 'x' } },
      { _id: 2, a: [2, 1, [5]] },
      { _id: 3, a: null, b: { c: 'y' } },
      { _id: 4 },
    )
    const values = await things.distinct('a')
    expect(values).toHaveLength(4)
    expect(values).toEqual(expect.arrayContaining([null, 1, 2, [5]]))
    expect((await things.distinct('b.c')).toSorted()).toEqual(['x', 'y'])
    expect(await things.distinct('a', { _id: { $lt: 2 } })).toEqual([1])
    expect(await things.distinct('nothing')).toEqual([])
  })

  it('explains a scan and the use of an index', async () => {
    const things = await mongo.with(...numbered(20))
    const scan = (await things.find({ n: 3 }).explain('executionStats')) as Explanation
    expect(scan.queryPlanner.namespace).toBe(things.namespace)
    expect(scan.queryPlanner.winningPlan.stage).toBe('COLLSCAN')
    expect(scan.executionStats).toMatchObject({ nReturned: 1, totalKeysExamined: 0, totalDocsExamined: 20 })
    await things.createIndex({ n: 1 })
    const indexed = (await things.find({ n: { $gte: 3, $lt: 6 } }).explain('executionStats')) as Explanation
    expect(indexed.queryPlanner.winningPlan).toMatchObject({
      stage: 'FETCH',
      inputStage: { stage: 'IXSCAN', indexName: 'n_1', keyPattern: { n: 1 } },
    })
    expect(indexed.executionStats).toMatchObject({ nReturned: 3, totalDocsExamined: 3 })
    expect(indexed).toMatchObject({ ok: 1, serverInfo: { version: expect.any(String) } })
    expect(await things.find({ n: 3 }).explain('queryPlanner')).not.toHaveProperty('executionStats')
  })

  it.each([
    [{ sort: { a: 3 } }, 15_975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)'],
    [{ skip: -1 }, 51_024, "BSON field 'skip' value must be >= 0, actual value '-1'"],
    [{ batchSize: -1 }, 51_024, "BSON field 'batchSize' value must be >= 0, actual value '-1'"],
    [
      { filter: 5 },
      14,
      "BSON field 'FindCommandRequest.filter' is the wrong type 'int', expected type 'object'",
    ],
    [{ nonsense: 1 }, 40_415, "BSON field 'FindCommandRequest.nonsense' is an unknown field."],
    [{ filter: { a: { $foo: 1 } } }, 2, 'unknown operator: $foo'],
    [{ filter: { $foo: 1 } }, 2, /^unknown top level operator: \$foo\./],
    [{ filter: { $or: [] } }, 2, '$and/$or/$nor must be a nonempty array'],
    [{ filter: { a: { $in: 1 } } }, 2, '$in needs an array'],
    [{ filter: { a: { $regex: '(' } } }, 51_091, /^Regular expression is invalid: /],
    [{ hint: 'missing' }, 2, /hint provided does not correspond to an existing index/],
  ])('refuses %j', async (words, code, message) => {
    const things = await mongo.with({ _id: 1 })
    const said = await failure(mongo.command({ find: things.collectionName, ...words }))
    expect(said.code).toBe(code)
    if (typeof message === 'string') expect(said.message).toBe(message)
    else expect(said.message).toMatch(message)
  })
})

/** Aggregation: stages, expressions, accumulators, and where the results go. */
import type { Document } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { EXPRESSIONS, SALES, STAGES } from './pipelines.ts'
import { failure, ids, numbered, onEachMongod } from './suite.ts'

onEachMongod('aggregating', (mongo) => {
  describe('runs', () => {
    it.each(STAGES)('%s', async (_, pipeline, expected) => {
      const sales = await mongo.with(...SALES)
      expect(await sales.aggregate(pipeline).toArray()).toEqual(expected)
    })
  })

  describe('evaluates', () => {
    it.each(EXPRESSIONS)('%j', async (expression, value) => {
      const sales = await mongo.with(SALES[0]!)
      const [found] = await sales
        .aggregate<{ value: unknown }>([{ $project: { _id: 0, value: expression } }])
        .toArray()
      expect(found!.value).toEqual(value)
    })
  })

  it('joins collections by $lookup, with and without a pipeline', async () => {
    const items = await mongo.with({ _id: 'a', name: 'Apple' }, { _id: 'b', name: 'Bread' })
    const sales = await mongo.with(...SALES)
    const from = items.collectionName
    const plain = [
      { $match: { _id: { $in: [1, 4] } } },
      { $lookup: { from, localField: 'item', foreignField: '_id', as: 'found' } },
      { $project: { 'found.name': 1 } },
    ]
    expect(await sales.aggregate(plain).toArray()).toEqual([
      { _id: 1, found: [{ name: 'Apple' }] },
      { _id: 4, found: [] },
    ])
    const pipeline = [{ $match: { $expr: { $eq: ['$_id', '$$item'] } } }, { $project: { _id: 0 } }]
    const correlated = { $lookup: { from, let: { item: '$item' }, pipeline, as: 'found' } }
    expect(
      await sales.aggregate([{ $match: { _id: 2 } }, correlated, { $project: { found: 1 } }]).toArray(),
    ).toEqual([{ _id: 2, found: [{ name: 'Bread' }] }])
  })

  it('follows a graph by $graphLookup', async () => {
    const people = await mongo.with({ _id: 'a' }, { _id: 'b', boss: 'a' }, { _id: 'c', boss: 'b' })
    const graph = {
      $graphLookup: {
        from: people.collectionName,
        startWith: '$boss',
        connectFromField: 'boss',
        connectToField: '_id',
        as: 'above',
        depthField: 'depth',
      },
    }
    const [found] = await people.aggregate([{ $match: { _id: 'c' } }, graph]).toArray()
    expect(ids((found as { above: Document[] }).above).toSorted()).toEqual(['a', 'b'])
  })

  it('appends another collection by $unionWith', async () => {
    const one = await mongo.with({ _id: 1 })
    const two = await mongo.with({ _id: 2 }, { _id: 3 })
    const pipeline = [{ $unionWith: { coll: two.collectionName, pipeline: [{ $match: { _id: 3 } }] } }]
    expect(await one.aggregate(pipeline).toArray()).toEqual([{ _id: 1 }, { _id: 3 }])
  })

  it('writes its results by $out and $merge', async () => {
    const sales = await mongo.with(...SALES)
    const target = await mongo.with({ _id: 'old' }, { _id: 'a', keep: 1 })
    const group = { $group: { _id: '$item', n: { $sum: 1 } } }
    const merge = { $merge: { into: target.collectionName, whenMatched: 'merge', whenNotMatched: 'insert' } }
    expect(await sales.aggregate([group, merge]).toArray()).toEqual([])
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'a', keep: 1, n: 2 },
      { _id: 'b', n: 1 },
      { _id: 'c', n: 1 },
      { _id: 'old' },
    ])
    await sales.aggregate([group, { $match: { n: 2 } }, { $out: target.collectionName }]).toArray()
    expect(await target.find().toArray()).toEqual([{ _id: 'a', n: 2 }])
  })

  it('takes let, hint, collation, allowDiskUse and a batch size', async () => {
    const things = await mongo.with(...numbered(20).map((one) => ({ ...one, s: one.n % 2 ? 'A' : 'a' })))
    await things.createIndex({ n: 1 })
    const filter = { $match: { $expr: { $lt: ['$n', '$$most'] }, s: 'A' } }
    const options = {
      let: { most: 6 },
      hint: 'n_1',
      collation: { locale: 'en', strength: 1 },
      allowDiskUse: true,
      batchSize: 2,
    }
    expect(ids(await things.aggregate([filter], options).toArray())).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('works on documents given in the pipeline, on a database', async () => {
    const pipeline = [{ $documents: [{ a: 1 }, { a: 2 }] }, { $group: { _id: null, sum: { $sum: '$a' } } }]
    expect(await mongo.db.aggregate(pipeline).toArray()).toEqual([{ _id: null, sum: 3 }])
  })

  it('tells of a collection by $collStats and $indexStats', async () => {
    const things = await mongo.with(...numbered(3))
    const [stats] = await things.aggregate<{ count: number }>([{ $collStats: { count: {} } }]).toArray()
    expect(stats).toMatchObject({ ns: things.namespace, count: 3 })
    const [index] = await things.aggregate([{ $indexStats: {} }]).toArray()
    expect(index).toMatchObject({ name: '_id_', key: { _id: 1 } })
  })

  it('explains itself', async () => {
    const things = await mongo.with(...numbered(3))
    expect(await things.aggregate([{ $match: { n: 1 } }]).explain()).toMatchObject({ ok: 1 })
  })

  it.each([
    [[{ $nonsense: 1 }], 40_324, "Unrecognized pipeline stage name: '$nonsense'"],
    [[{ $project: { a: { $nonsense: 1 } } }], 31_325, /Unknown expression \$nonsense/],
    [[{ $group: { a: { $sum: 1 } } }], 15_955, 'a group specification must include an _id'],
    [[{ $group: { _id: 1, a: { $nonsense: 1 } } }], 15_952, "unknown group operator '$nonsense'"],
    [[{ $limit: 0 }], 15_958, 'the limit must be positive'],
    [[{ $match: { $nonsense: 1 } }], 2, /^unknown top level operator: \$nonsense/],
    [[{ $project: {} }], 51_272, /projection specification must have at least one field/],
    [[{ a: 1, b: 2 }], 40_323, 'A pipeline stage specification object must contain exactly one field.'],
    [[{ $unwind: 'tags' }], 28_818, "path option to $unwind stage should be prefixed with a '$': tags"],
    [[{ $out: 'x' }, { $match: {} }], 40_601, '$out can only be the final stage in the pipeline'],
  ])('refuses %j', async (pipeline, code, message) => {
    const things = await mongo.with({ _id: 1 })
    const said = await failure(things.aggregate(pipeline as Document[]).toArray())
    if (typeof message === 'string') expect(said.message).toBe(message)
    else expect(said.message).toMatch(message)
    expect(said.code).toBe(code)
  })

  it('needs a cursor', async () => {
    const { collectionName } = await mongo.with({ _id: 1 })
    expect(await failure(mongo.command({ aggregate: collectionName, pipeline: [] }))).toMatchObject({
      code: 9,
      codeName: 'FailedToParse',
      message: "The 'cursor' option is required, except for aggregate with the explain argument",
    })
  })
})

/** Views, clustered collections and time series, as drivers use them. */
import { expect, it } from 'vitest'
import { failure, ids, numbered, onEachMongod } from './suite.ts'

onEachMongod('kinds of collections', (mongo) => {
  it('views are read as collections are, and never written', async () => {
    const things = await mongo.with(...numbered(6))
    const name = `${things.collectionName}_view`
    await mongo.db.createCollection(name, {
      viewOn: things.collectionName,
      pipeline: [{ $match: { _id: { $gte: 2 } } }],
    })
    const view = mongo.db.collection<{ _id: number }>(name)
    expect(ids(await view.find().sort({ _id: -1 }).limit(2).toArray())).toEqual([5, 4])
    expect(await view.countDocuments({ _id: { $lt: 4 } })).toBe(2)
    expect(await view.estimatedDocumentCount()).toBe(4)
    expect((await view.distinct('_id')).sort()).toEqual([2, 3, 4, 5])
    expect(await failure(view.insertOne({ _id: 9 }))).toMatchObject({
      code: 166,
      message: `Namespace ${view.namespace} is a view, not a collection`,
    })
    const [listed] = await mongo.db.listCollections({ name }).toArray()
    expect(listed).toMatchObject({ type: 'view', options: { viewOn: things.collectionName } })
    expect(await view.drop()).toBe(true)
    expect(await things.countDocuments()).toBe(6)
  })

  it('clustered collections tell their index', async () => {
    const { collectionName } = mongo.fresh()
    const clusteredIndex = { key: { _id: 1 }, unique: true, name: 'by id' }
    const things = await mongo.db.createCollection(collectionName, { clusteredIndex })
    expect(await things.listIndexes().toArray()).toEqual([
      { v: 2, key: { _id: 1 }, name: 'by id', unique: true, clustered: true },
    ])
  })

  it('time series take measurements, whatever their ids', async () => {
    const { collectionName: name } = mongo.fresh()
    const timeseries = { timeField: 'time', metaField: 'sensor' }
    const series = await mongo.db.createCollection<{ _id: number; time: Date }>(name, { timeseries })
    const time = new Date(1_400_000_000_000)
    await series.insertMany([
      { _id: 1, time },
      { _id: 1, time },
    ])
    expect(await series.find({ time }).toArray()).toHaveLength(2)
    const [listed] = await mongo.db.listCollections({ name }).toArray()
    expect(listed).toMatchObject({ type: 'timeseries', options: { timeseries } })
  })
})

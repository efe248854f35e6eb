/** Cases of the driver's tests: deleting, and writing without an answer. */
import { type Cases, fill, ids, same } from 'suite-check'

/** Deleting, and writes that aren't acknowledged. */
export const DELETES: Cases = {
  'deleteOne deletes one'({ collection }) {
    fill(collection, 4)
    const result = collection.deleteOne({ even: true })
    same(result, { acknowledged: true, deletedCount: 1 })
    same(collection.countDocuments(), 3)
    same(collection.deleteOne({ _id: 99 }).deletedCount, 0)
  },

  'deleteMany deletes all that match'({ collection }) {
    fill(collection, 5)
    same(collection.deleteMany({ even: true }).deletedCount, 3)
    same(ids(collection.find().toList()), [1, 3])
  },

  'a write with w=0 is not acknowledged, but done'({ collection }) {
    const one = collection.insertOne({ _id: 1 }, { w: 0 })
    same(one, { acknowledged: false, insertedId: 1 })
    const many = collection.insertMany([{ _id: 2 }, { _id: 3 }], {
      w: 0,
    })
    same(many, { acknowledged: false, insertedIds: [2, 3] })
    // The same connection: the database is done with the write before.
    same(ids(collection.find().toList()), [1, 2, 3])
  },

  'a write with w=0 fails without a word'({ collection }) {
    collection.insertOne({ _id: 1 })
    collection.insertOne({ _id: 1 }, { w: 0 })
    same(collection.countDocuments(), 1)
  },

  'updates and deletes know w=0, too'({ collection }) {
    fill(collection, 3)
    const change = { $set: { text: 'changed' } }
    const unknown = { acknowledged: false }
    same(collection.updateMany({}, change, { w: 0 }), unknown)
    same(collection.deleteOne({ _id: 2 }, { w: 0 }), unknown)
    same(collection.countDocuments({ text: 'changed' }), 2)
  },

  'a client can write with w=0 unless a write says otherwise'({
    MongoClient,
    collection,
  }) {
    const client = new MongoClient('mongodb', 27017, { w: 0 })
    const { database, name } = collection
    const there = client.db(database.name).collection(name)
    same(there.insertOne({ _id: 1 }).acknowledged, false)
    same(there.insertOne({ _id: 2 }, { w: 1 }).acknowledged, true)
    same(there.countDocuments(), 2)
    client.close()
  },
}

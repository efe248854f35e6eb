/** Cases of the driver's tests: inserting. */
import { Long, ObjectId } from 'bson'
import { type Cases, fails, fill, ids, same } from 'suite-check'

/** Inserting, and what comes back. */
export const INSERTS: Cases = {
  'insertOne tells the _id'({ collection }) {
    const result = collection.insertOne({ _id: 7 })
    same(result, { acknowledged: true, insertedId: 7 })
    same(collection.find().toList(), [{ _id: 7 }])
  },

  'insertOne makes an ObjectId and writes it into the document'({
    collection,
  }) {
    const document: { a: number; _id?: unknown } = { a: 1 }
    const { insertedId } = collection.insertOne(document)
    same(insertedId instanceof ObjectId, true)
    same(document._id === insertedId, true)
    same(collection.findOne()?._id, insertedId)
  },

  'ObjectIds are different'({ collection }) {
    const documents = [{}, {}, {}]
    const { insertedIds } = collection.insertMany(documents)
    same(new Set(insertedIds.map(String)).size, 3)
    same(collection.countDocuments(), 3)
  },

  'an ObjectId finds its document'({ collection }) {
    const { insertedId } = collection.insertOne({ a: 1 })
    const again = new ObjectId(String(insertedId))
    same(collection.findOne({ _id: again })?.a, 1)
  },

  'values come back as they were'({ collection }) {
    const values = {
      text: 'Fußball ⚽',
      no: null,
      yes: true,
      list: [1, [2]],
    }
    const document = {
      _id: 1,
      ...values,
      deep: { a: { b: 1.5 } },
      big: 2e10,
    }
    collection.insertOne(document)
    same(collection.findOne(), document)
  },

  'a date comes back as a date'({ collection }) {
    const kickoff = new Date('2014-06-12T20:00:00.000Z')
    collection.insertOne({ _id: 1, kickoff })
    const found = collection.findOne({ kickoff })?.kickoff
    same(found instanceof Date, true)
    same(found, kickoff)
  },

  'a long that no number can hold keeps its digits'({ collection }) {
    const long = new Long('9223372036854775807')
    collection.insertOne({ _id: 1, long })
    same(String(collection.findOne()?.long), '9223372036854775807')
  },

  'insertMany tells all _ids'({ collection }) {
    const { insertedIds } = collection.insertMany([
      { _id: 1 },
      { _id: 'b' },
    ])
    same(insertedIds, [1, 'b'])
    same(collection.countDocuments(), 2)
  },

  'insertMany wants documents'({ collection }) {
    const none = () => collection.insertMany([])
    fails(none, 'TypeError', 'documents must be a non-empty list')
  },

  'insertMany takes more documents than one batch has'({ collection }) {
    fill(collection, 1500)
    same(collection.countDocuments(), 1500)
    same(collection.find().toList().length, 1500)
  },

  'insertMany takes more bytes than one reply has'({ collection }) {
    const text = 'x'.repeat(100_000)
    for (const from of [0, 10, 20]) {
      const documents = []
      for (let n = from; n < from + 10; n += 1) {
        documents.push({ _id: n, text })
      }
      collection.insertMany(documents)
    }
    same(collection.countDocuments(), 30)
  },

  'insertMany stops at a failure'({ collection }) {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }]
    const insert = () => collection.insertMany(documents)
    const { details } = fails(
      insert,
      'BulkWriteError',
      'batch op errors',
    )
    same(details.nInserted, 1)
    same(details.writeErrors.length, 1)
    same(details.writeErrors[0]?.index, 1)
    same(collection.countDocuments(), 1)
  },

  'insertMany goes on after a failure if order is no matter'({
    collection,
  }) {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }]
    const insert = () =>
      collection.insertMany(documents, { ordered: false })
    same(fails(insert, 'BulkWriteError').details.nInserted, 2)
    same(ids(collection.find().toList()), [1, 2])
  },
}

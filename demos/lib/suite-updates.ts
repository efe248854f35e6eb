/** Cases of the driver's tests: updates, replacements, findOneAnd…. */
import { type Cases, fails, fill, same } from 'suite-check'

const CHANGED = { $set: { text: 'changed' } }

/** Updating, replacing, and finding at the same time. */
export const UPDATES: Cases = {
  'updateOne changes one'({ collection }) {
    fill(collection, 4)
    const result = collection.updateOne({ even: true }, CHANGED)
    same(result, {
      acknowledged: true,
      matchedCount: 1,
      modifiedCount: 1,
      upsertedId: null,
    })
    same(collection.findOne({ _id: 0 })?.text, 'changed')
    same(collection.countDocuments({ text: 'changed' }), 1)
  },

  'updateOne that finds nothing changes nothing'({ collection }) {
    const result = collection.updateOne({ _id: 1 }, CHANGED)
    same([result.matchedCount, result.modifiedCount], [0, 0])
    same(collection.countDocuments(), 0)
  },

  'updateOne tells matched from modified'({ collection }) {
    collection.insertOne({ _id: 1, text: 'changed' })
    const result = collection.updateOne({ _id: 1 }, CHANGED)
    same([result.matchedCount, result.modifiedCount], [1, 0])
  },

  'an upsert makes a document and tells its _id'({ collection }) {
    const how = { upsert: true }
    const result = collection.updateOne({ _id: 'new' }, CHANGED, how)
    same([result.matchedCount, result.upsertedId], [0, 'new'])
    same(collection.findOne(), { _id: 'new', text: 'changed' })
    const again = collection.updateOne({ _id: 'new' }, CHANGED, how)
    same([again.matchedCount, again.upsertedId], [1, null])
  },

  'updateOne wants operators'({ collection }) {
    const update = () => collection.updateOne({}, { text: 'changed' })
    fails(update, 'TypeError', 'update only works with $ operators')
  },

  'updateMany changes all that match'({ collection }) {
    fill(collection, 5)
    const result = collection.updateMany({ even: true }, CHANGED)
    same([result.matchedCount, result.modifiedCount], [3, 3])
    same(collection.countDocuments({ text: 'changed' }), 3)
  },

  'arrayFilters say which elements to change'({ collection }) {
    collection.insertOne({ _id: 1, goals: [10, 60, 80] })
    const arrayFilters = [{ late: { $gt: 45 } }]
    const update = { $inc: { 'goals.$[late]': 1 } }
    collection.updateOne({ _id: 1 }, update, { arrayFilters })
    same(collection.findOne()?.goals, [10, 61, 81])
  },

  'replaceOne puts a whole document in its place'({ collection }) {
    fill(collection, 1)
    const result = collection.replaceOne({ _id: 0 }, { a: 1 })
    same([result.matchedCount, result.modifiedCount], [1, 1])
    same(collection.findOne(), { _id: 0, a: 1 })
  },

  'replaceOne wants no operators'({ collection }) {
    const replace = () => collection.replaceOne({}, CHANGED)
    const words = 'replacement can not include $ operators'
    fails(replace, 'TypeError', words)
  },

  'findOneAndUpdate gives the document as it was'({ collection }) {
    collection.insertOne({ _id: 1, n: 1 })
    const found = collection.findOneAndUpdate({}, { $inc: { n: 1 } })
    same(found, { _id: 1, n: 1 })
    same(collection.findOne(), { _id: 1, n: 2 })
  },

  'findOneAndUpdate gives the document as it is, if asked'({
    collection,
  }) {
    collection.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ])
    const found = collection.findOneAndUpdate(
      {},
      { $inc: { n: 10 } },
      {
        returnDocument: 'after',
        sort: { n: -1 },
        projection: { _id: 0 },
      },
    )
    same(found, { n: 12 })
  },

  'findOneAndUpdate can make the document'({ collection }) {
    const found = collection.findOneAndUpdate({ _id: 1 }, CHANGED, {
      upsert: true,
      returnDocument: 'after',
    })
    same(found, { _id: 1, text: 'changed' })
  },

  'findOneAnd… gives null if nothing matches'({ collection }) {
    same(collection.findOneAndUpdate({ _id: 1 }, CHANGED), null)
    same(collection.findOneAndReplace({ _id: 1 }, { a: 1 }), null)
    same(collection.findOneAndDelete({ _id: 1 }), null)
  },

  'findOneAndReplace replaces'({ collection }) {
    collection.insertOne({ _id: 1, n: 1 })
    same(collection.findOneAndReplace({}, { m: 2 }), { _id: 1, n: 1 })
    same(collection.findOne(), { _id: 1, m: 2 })
  },

  'findOneAndDelete deletes'({ collection }) {
    fill(collection, 3)
    const found = collection.findOneAndDelete({}, { sort: { _id: -1 } })
    same(found?._id, 2)
    same(collection.countDocuments(), 2)
  },
}

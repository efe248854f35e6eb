/** Cases of the driver's tests: slices of cursors, and counting. */
import { type Cases, fails, fill, ids, same } from 'suite-check'

/** Slices, indexes and counts of cursors. */
export const SLICES: Cases = {
  'a slice skips and limits'({ collection }) {
    fill(collection, 9)
    same(ids(collection.find().slice(2, 5).toList()), [2, 3, 4])
    same(ids(collection.find().slice(6).toList()), [6, 7, 8])
    same(ids(collection.find().slice(0, 2).toList()), [0, 1])
    same(ids(collection.find().slice(7, 99).toList()), [7, 8])
  },

  'a slice takes the place of skip and limit'({ collection }) {
    fill(collection, 9)
    const cursor = collection.find().skip(5).limit(1)
    same(ids(cursor.slice(2, 4).toList()), [2, 3])
  },

  'an empty slice has no documents'({ collection }) {
    fill(collection, 3)
    same(collection.find().slice(2, 2).toList(), [])
    same(collection.find().slice(2, 2).next(), null)
  },

  'a slice that goes backwards is refused'({ collection }) {
    const cursor = collection.find()
    fails(() => cursor.slice(5, 2), 'RangeError', 'greater than start')
    fails(() => cursor.slice(-1), 'RangeError', 'negative indices')
  },

  'at gives the document at an index'({ collection }) {
    fill(collection, 9)
    same(collection.find().at(3)._id, 3)
    same(collection.find().skip(2).at(3)._id, 5)
    const cursor = collection.find()
    fails(() => cursor.at(9), 'RangeError', 'no such item')
    fails(() => cursor.at(-1), 'RangeError', 'negative indices')
  },

  'count counts all, or within the bounds'({ collection }) {
    fill(collection, 9)
    const cursor = collection.find({ even: true }).skip(1).limit(2)
    same(cursor.count(), 5)
    same(cursor.count(true), 2)
    same(cursor.toList().length, 2)
  },

  'distinct of a cursor heeds its filter'({ collection }) {
    fill(collection, 5)
    same(collection.find({ even: false }).distinct('_id'), [1, 3])
  },
}

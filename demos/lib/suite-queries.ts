/** Cases of the driver's tests: what one can ask a cursor for. */
import { type Cases, fails, fill, ids, same } from 'suite-check'

/** Order, bounds and fields; asking again. */
export const QUERIES: Cases = {
  'sort sorts, upwards unless told otherwise'({ collection }) {
    fill(collection, 3)
    same(ids(collection.find().sort('_id').toList()), [0, 1, 2])
    same(ids(collection.find().sort('_id', -1).toList()), [2, 1, 0])
    same(ids(collection.find().sort({ _id: -1 }).toList()), [2, 1, 0])
  },

  'sort takes many keys, in their order'({ collection }) {
    fill(collection, 4)
    const cursor = collection.find().sort([
      ['even', -1],
      ['_id', -1],
    ])
    same(ids(cursor.toList()), [2, 0, 3, 1])
  },

  'limit and skip bound the documents'({ collection }) {
    fill(collection, 9)
    const cursor = collection.find().skip(2).limit(3)
    same(ids(cursor.toList()), [2, 3, 4])
  },

  'limit 0 is no limit'({ collection }) {
    fill(collection, 150)
    same(collection.find().limit(0).toList().length, 150)
  },

  'a limit holds over many batches'({ collection }) {
    fill(collection, 50)
    const cursor = collection.find().batchSize(10).limit(25)
    same(cursor.toList().length, 25)
    same(cursor.cursorId, 0)
  },

  'project picks fields'({ collection }) {
    fill(collection, 1)
    const found = collection.find().project({ text: 1, _id: 0 })
    same(found.toList(), [{ text: 'number 0' }])
  },

  'hint names the index to use'({ collection }) {
    fill(collection, 3)
    same(collection.find().hint('_id_').toList().length, 3)
    const wrong = collection.find().hint('no_such_index')
    fails(() => wrong.toList(), 'OperationFailure')
  },

  'rewind begins anew'({ collection }) {
    fill(collection, 30)
    const cursor = collection.find().batchSize(10)
    cursor.toList(15)
    same(cursor.rewind() === cursor, true)
    same(cursor.cursorId, null)
    same(cursor.toList().length, 30)
  },

  'clone asks the same question again'({ collection }) {
    fill(collection, 5)
    const cursor = collection.find({ even: true }).sort('_id', -1)
    cursor.next()
    same(ids(cursor.clone().toList()), [4, 2, 0])
    same(ids(cursor.toList()), [2, 0])
  },

  'options cannot change behind the first document'({ collection }) {
    fill(collection, 2)
    const cursor = collection.find()
    cursor.next()
    const words = 'cannot set options after executing query'
    fails(() => cursor.limit(1), 'InvalidOperation', words)
    fails(() => cursor.sort('a'), 'InvalidOperation', words)
  },

  'numbers have to be counts'({ collection }) {
    const cursor = collection.find()
    fails(() => cursor.skip(-1), 'RangeError', 'skip must be >= 0')
    fails(() => cursor.limit(1.5), 'TypeError', 'limit must be an int')
    fails(() => cursor.batchSize(-1), 'RangeError', 'must be >= 0')
  },
}

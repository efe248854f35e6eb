/** Cases of the driver's tests: cursors that end. */
import { Long } from 'bson'
import { type Cases, fill, ids, same } from 'suite-check'

/** Iterating, batches, closing. */
export const CURSORS: Cases = {
  'for … of gives one document after the other'({ collection }) {
    fill(collection, 250)
    const seen: unknown[] = []
    for (const { _id } of collection.find().batchSize(40))
      seen.push(_id)
    same(seen.length, 250)
    same(seen[249], 249)
  },

  'for … of goes on where it was left'({ collection }) {
    fill(collection, 5)
    const cursor = collection.find()
    for (const { _id } of cursor) if (_id === 1) break
    same(ids(cursor.toList()), [2, 3, 4])
  },

  'next gives null behind the last one'({ collection }) {
    fill(collection, 2)
    const cursor = collection.find()
    same([cursor.next()?._id, cursor.next()?._id], [0, 1])
    same([cursor.next(), cursor.next()], [null, null])
  },

  'hasNext looks ahead and takes nothing'({ collection }) {
    fill(collection, 1)
    const cursor = collection.find()
    same([cursor.hasNext(), cursor.hasNext()], [true, true])
    same(cursor.next()?._id, 0)
    same(cursor.hasNext(), false)
  },

  'toList gives so many, and then the rest'({ collection }) {
    fill(collection, 64)
    const cursor = collection.find()
    same(cursor.toList(10).length, 10)
    same(cursor.toList(20).length, 20)
    same(cursor.toList().length, 34)
    same(cursor.toList(5), [])
  },

  'the first batch has 101 documents'({ collection }) {
    fill(collection, 150)
    const cursor = collection.find()
    cursor.next()
    same(cursor.bufferedCount(), 100)
    same(cursor.toList().length, 149)
  },

  'batchSize says how many come at a time'({ collection }) {
    fill(collection, 25)
    const cursor = collection.find().batchSize(10)
    const buffered: number[] = []
    while (cursor.next()) buffered.push(cursor.bufferedCount())
    same([buffered[0], buffered[10], buffered[20]], [9, 9, 4])
  },

  'cursorId is null before, and 0 when nothing is left'({
    collection,
  }) {
    fill(collection, 3)
    const cursor = collection.find().batchSize(2)
    same(cursor.cursorId, null)
    cursor.next()
    same(Number(cursor.cursorId) !== 0, true)
    cursor.toList()
    same(cursor.cursorId, 0)
  },

  'a cursor is alive while there may be more'({ collection }) {
    fill(collection, 3)
    const cursor = collection.find()
    same(cursor.alive, true)
    cursor.next()
    same(cursor.alive, true)
    cursor.toList()
    same(cursor.alive, false)
  },

  'close leaves the documents that are there'({ collection }) {
    fill(collection, 30)
    const cursor = collection.find().batchSize(10)
    cursor.next()
    cursor.close()
    same(cursor.alive, true)
    same(cursor.toList().length, 9)
    same([cursor.alive, cursor.next()], [false, null])
  },

  'close before the first document asks for nothing'({ collection }) {
    fill(collection, 3)
    const cursor = collection.find()
    cursor.close()
    same(cursor.toList(), [])
  },

  'a closed cursor is gone in the database'({ db, collection }) {
    fill(collection, 30)
    const cursor = collection.find().batchSize(10)
    cursor.next()
    const id = cursor.cursorId
    cursor.close()
    const killCursors = collection.name
    const command = { killCursors, cursors: [new Long(`${id}`)] }
    same((db.command(command).cursorsNotFound as []).length, 1)
  },
}

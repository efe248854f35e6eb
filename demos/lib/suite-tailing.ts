/** Cases of the driver's tests: cursors that wait at the end. */
import type { Collection, Database } from 'pymongo'
import { type Cases, fails, fill, ids, same } from 'suite-check'

/** Tailable cursors of capped collections. */
export const TAILING: Cases = {
  'a tailable cursor stays alive at the end'({ db, collection }) {
    capped(db, collection)
    fill(collection, 2)
    const cursor = collection.find().tailable()
    same([cursor.next()?._id, cursor.next()?._id], [0, 1])
    same([cursor.next(), cursor.alive], [null, true])
    cursor.close()
    same(cursor.alive, false)
  },

  'a tailable cursor finds what comes later'({ db, collection }) {
    capped(db, collection)
    fill(collection, 1)
    const cursor = collection.find().tailable()
    same(ids(cursor.toList()), [0])
    collection.insertOne({ _id: 'later' })
    same(cursor.next()?._id, 'later')
    cursor.close()
  },

  'for … of ends for now at the end of a tailable cursor'({
    db,
    collection,
  }) {
    capped(db, collection)
    fill(collection, 3)
    const cursor = collection.find({}, { tailable: true })
    const seen: unknown[] = []
    for (const { _id } of cursor) seen.push(_id)
    collection.insertOne({ _id: 3 })
    for (const { _id } of cursor) seen.push(_id)
    same(seen, [0, 1, 2, 3])
    cursor.close()
  },

  'awaitData waits for a document, for some time'({ db, collection }) {
    capped(db, collection)
    fill(collection, 1)
    const cursor = collection.find().tailable().awaitData()
    cursor.maxAwaitTimeMS(50)
    same(cursor.next()?._id, 0)
    same([cursor.next(), cursor.alive], [null, true])
    cursor.close()
  },

  'on an empty collection a tailable cursor is dead at once'({
    db,
    collection,
  }) {
    capped(db, collection)
    const cursor = collection.find().tailable()
    same(
      [cursor.next(), cursor.alive, cursor.cursorId],
      [null, false, 0],
    )
  },

  'only capped collections have tailable cursors'({ collection }) {
    fill(collection, 1)
    const cursor = collection.find().tailable()
    fails(() => cursor.next(), 'OperationFailure', 'tailable cursor')
  },

  'a tailable cursor does not survive a drop'({ db, collection }) {
    capped(db, collection)
    fill(collection, 1)
    const cursor = collection.find().tailable()
    cursor.next()
    collection.drop()
    fails(() => cursor.next(), 'OperationFailure')
    same(cursor.alive, false)
  },
}

function capped(db: Database, { name }: Collection): void {
  db.createCollection(name, { capped: true, size: 100_000 })
}

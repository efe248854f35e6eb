/** Cases of the driver's tests: what the database or the net refuses. */
import { Long } from 'bson'
import { type Cases, fails, fill, same } from 'suite-check'

/** Nobody listens there. */
const CLOSED = 1
/** Somebody who waits for an HTTP request, and so never answers. */
const MUTE = ['webservice', 80] as const

/** Errors by their names, and what is left behind them. */
export const ERRORS: Cases = {
  'a key that is there already is a DuplicateKeyError'({ collection }) {
    collection.insertOne({ _id: 1 })
    const again = () => collection.insertOne({ _id: 1 })
    const error = fails(again, 'DuplicateKeyError', 'E11000')
    same([error.code, error.details.index], [11000, 0])
  },

  'an update can be a DuplicateKeyError, too'({ collection }) {
    collection.createIndex('a', { unique: true })
    collection.insertMany([{ a: 1 }, { a: 2 }])
    const update = () =>
      collection.updateOne({ a: 1 }, { $set: { a: 2 } })
    fails(update, 'DuplicateKeyError')
    const change = () =>
      collection.findOneAndUpdate({ a: 1 }, { $set: { a: 2 } })
    fails(change, 'DuplicateKeyError')
  },

  'a write that cannot be is a WriteError'({ collection }) {
    collection.insertOne({ _id: 1, text: 'a' })
    const update = () => collection.updateOne({}, { $inc: { text: 1 } })
    same(fails(update, 'WriteError').code, 14)
  },

  'a command that does not exist is an OperationFailure'({ db }) {
    const wrong = () => db.command({ noSuchCommand: 1 })
    const error = fails(wrong, 'OperationFailure', 'no such command')
    same([error.code, error.details.codeName], [59, 'CommandNotFound'])
  },

  'a filter that cannot be is an OperationFailure'({ collection }) {
    const cursor = collection.find({ a: { $wrong: 1 } })
    same(fails(() => cursor.next(), 'OperationFailure').code, 2)
    same(cursor.alive, false)
  },

  'a cursor that the database forgot is a CursorNotFound'({
    db,
    collection,
  }) {
    fill(collection, 9)
    const cursor = collection.find().batchSize(2)
    cursor.next()
    const cursors = [new Long(`${cursor.cursorId}`)]
    db.command({ killCursors: collection.name, cursors })
    cursor.next()
    same(fails(() => cursor.next(), 'CursorNotFound').code, 43)
    same(cursor.alive, false)
  },

  'a value that BSON has not is an InvalidDocument'({ collection }) {
    const insert = () => collection.insertOne({ a: () => 1 })
    const words = 'cannot convert value of type Function to bson'
    fails(insert, 'InvalidDocument', words)
    same(collection.countDocuments(), 0)
  },

  'the connection survives what the database refuses'({ client, db }) {
    db.command({ ping: 1 })
    fails(() => db.command({ noSuchCommand: 1 }), 'OperationFailure')
    same([client.pool.idle, client.pool.taken], [1, 0])
  },

  'a port where nobody listens is a ConnectionFailure'({
    MongoClient,
  }) {
    const client = new MongoClient('mongodb', CLOSED)
    const command = () => client.db('a').command({ ping: 1 })
    const words = 'could not connect to mongodb:1'
    fails(command, 'ConnectionFailure', words)
    same([client.pool.idle, client.pool.taken], [0, 0])
  },

  'an answer that takes too long is an AutoReconnect'({ MongoClient }) {
    const client = new MongoClient(...MUTE, { socketTimeoutMS: 30 })
    const command = () => client.db('a').command({ ping: 1 })
    fails(command, 'AutoReconnect', 'timed out')
    same([client.pool.idle, client.pool.taken], [0, 0])
  },

  'one operation can have a timeout of its own'({ db, collection }) {
    db.createCollection(collection.name, { capped: true, size: 10_000 })
    fill(collection, 1)
    const cursor = collection.find(
      {},
      {
        tailable: true,
        awaitData: true,
        networkTimeoutMS: 30,
      },
    )
    cursor.next()
    fails(() => cursor.next(), 'AutoReconnect', 'timed out')
    same(cursor.alive, false)
    same(collection.countDocuments(), 1)
  },
}

/** Cases of the driver's tests: clients, and their connections. */
import { type Cases, fails, fill, same } from 'suite-check'

/** Clients: when they connect, what they keep, when they close. */
export const POOL: Cases = {
  'a client connects when it has to'({ MongoClient }) {
    const client = new MongoClient('mongodb', 1)
    client.db('a').collection('b').find({}).sort('c').limit(1)
    same(client.pool.idle, 0)
  },

  'open connects at once'({ MongoClient }) {
    const client = new MongoClient()
    same(client.connected, false)
    same(client.open() === client, true)
    same([client.connected, client.pool.idle], [true, 1])
    client.close()
  },

  'open fails if nobody is there'({ MongoClient }) {
    const client = new MongoClient('mongodb', 1)
    const words = 'could not connect to mongodb:1'
    fails(() => client.open(), 'ConnectionFailure', words)
    same(client.connected, false)
  },

  'one connection serves one operation after the other'({
    client,
    collection,
  }) {
    fill(collection, 30)
    const cursor = collection.find().batchSize(10)
    for (const { _id } of cursor) collection.findOne({ _id })
    same([client.pool.idle, client.pool.taken], [1, 0])
  },

  'close closes the connections, and the next operation opens one'({
    client,
    db,
  }) {
    db.command({ ping: 1 })
    client.close()
    same(client.pool.idle, 0)
    same(db.command({ ping: 1 }).ok, 1)
    same(client.pool.idle, 1)
  },

  'a pool has to have room'({ MongoClient }) {
    const client = () =>
      new MongoClient('mongodb', 1, { maxPoolSize: 0 })
    fails(client, 'ConfigurationError', 'positive integer')
  },
}

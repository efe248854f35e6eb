/** Cases of the driver's tests: finding, counting, indexes, commands. */
import { type Cases, fails, fill, ids, same } from 'suite-check'

/** Finding, counting, aggregating; indexes, names and commands. */
export const FINDING: Cases = {
  'find without a filter finds all'({ collection }) {
    fill(collection, 3)
    same(ids(collection.find().toList()), [0, 1, 2])
  },

  'find finds what its filter says'({ collection }) {
    fill(collection, 6)
    const filter = {
      $or: [{ _id: 1 }, { even: true, _id: { $gt: 2 } }],
    }
    same(ids(collection.find(filter).toList()), [1, 4])
  },

  'find takes options as well as methods'({ collection }) {
    fill(collection, 9)
    const options = { sort: { _id: -1 }, skip: 1, limit: 2 }
    same(ids(collection.find({}, options).toList()), [7, 6])
  },

  'find takes a regular expression'({ collection }) {
    fill(collection, 12)
    const found = collection.find({ text: /^NUMBER 1/i }).toList()
    same(ids(found), [1, 10, 11])
  },

  'findOne gives a document, or null'({ collection }) {
    fill(collection, 3)
    same(collection.findOne({ _id: 2 })?.text, 'number 2')
    same(collection.findOne({ _id: 3 }), null)
  },

  'findOne takes options'({ collection }) {
    fill(collection, 3)
    const options = { sort: { _id: -1 }, projection: { _id: 1 } }
    same(collection.findOne({}, options), { _id: 2 })
  },

  'countDocuments counts what matches'({ collection }) {
    same(collection.countDocuments(), 0)
    fill(collection, 7)
    same(collection.countDocuments(), 7)
    same(collection.countDocuments({ even: true }), 4)
    same(collection.countDocuments({}, { skip: 2, limit: 3 }), 3)
  },

  'distinct gives each value once'({ collection }) {
    fill(collection, 5)
    same(collection.distinct('even').length, 2)
    same(collection.distinct('_id', { even: false }), [1, 3])
  },

  'aggregate runs a pipeline'({ collection }) {
    fill(collection, 5)
    const pipeline = [
      { $group: { _id: '$even', sum: { $sum: '$_id' } } },
      { $sort: { _id: 1 } },
    ]
    const expected = [
      { _id: false, sum: 4 },
      { _id: true, sum: 6 },
    ]
    same(collection.aggregate(pipeline).toList(), expected)
  },

  'aggregate gives a cursor of many batches'({ collection }) {
    fill(collection, 25)
    const cursor = collection.aggregate([], { batchSize: 10 })
    let count = 0
    for (const document of cursor)
      count += document._id === count ? 1 : 0
    same(count, 25)
  },

  'createIndex names the index by its keys'({ collection }) {
    const name = collection.createIndex([
      ['a', 1],
      ['b', -1],
    ])
    same(name, 'a_1_b_-1')
    same(collection.createIndex('c'), 'c_1')
    same(collection.createIndex({ d: 1 }, { name: 'mine' }), 'mine')
  },

  'a unique index lets a value in once'({ collection }) {
    collection.createIndex('name', { unique: true })
    collection.insertOne({ name: 'ann' })
    const again = () => collection.insertOne({ name: 'ann' })
    same(fails(again, 'DuplicateKeyError', 'E11000').code, 11000)
  },

  'dropIndex drops it by its keys or by its name'({ collection }) {
    for (const index of [{ name: 1 } as const, 'name_1']) {
      collection.createIndex('name', { unique: true })
      collection.dropIndex(index)
    }
    collection.insertMany([{ name: 'ann' }, { name: 'ann' }])
    same(collection.countDocuments({ name: 'ann' }), 2)
  },

  'drop drops the documents, and needs none'({ collection }) {
    fill(collection, 3)
    collection.drop()
    same(collection.countDocuments(), 0)
    collection.drop()
  },

  'createCollection makes one, and listCollectionNames tells'({
    db,
    collection,
  }) {
    same(db.listCollectionNames().includes(collection.name), false)
    db.createCollection(collection.name)
    same(db.listCollectionNames().includes(collection.name), true)
  },

  'listDatabaseNames tells about the database'({
    client,
    db,
    collection,
  }) {
    fill(collection, 1)
    same(client.listDatabaseNames().includes(db.name), true)
  },

  'command runs any command'({ db }) {
    same(db.command({ ping: 1 }).ok, 1)
  },

  'names have dots between them'({ db, collection }) {
    const { name, fullName } = collection.collection('notes')
    same(name, `${collection.name}.notes`)
    same(fullName, `${db.name}.${collection.name}.notes`)
  },

  'a name that cannot be is refused at once'({ client, db }) {
    fails(() => client.db(''), 'InvalidName', 'empty string')
    fails(() => client.db('a b'), 'InvalidName', 'character " "')
    fails(() => db.collection(''), 'InvalidName', 'cannot be empty')
    fails(() => db.collection('a..b'), 'InvalidName', 'cannot be empty')
    fails(() => db.collection('.a'), 'InvalidName', 'start or end')
    fails(() => db.collection('a$b'), 'InvalidName', "contain '$'")
  },
}

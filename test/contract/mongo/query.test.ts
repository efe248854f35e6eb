/** Filters: every operator, over documents that hold what is easily got wrong. */
import { Binary, Decimal128, type Document, Double, Long } from 'mongodb'
import { beforeAll, expect, it } from 'vitest'
import { ids, onEachMongod } from './suite.ts'

const DOCUMENTS = [
  { _id: 1, a: 1, s: 'apple', t: ['x', 'y'], o: { b: 1, c: 2 } },
  { _id: 2, a: 2, s: 'Apple', t: ['y', 'z', 'x'], o: { c: 2, b: 1 } },
  {
    _id: 3,
    a: [1, 5],
    s: 'banana\nsplit',
    t: [],
    l: [
      { n: 1, m: 1 },
      { n: 5, m: 9 },
    ],
  },
  { _id: 4, a: null, s: 'cherry', l: [{ n: 1, m: 9 }], d: new Date(1000) },
  { _id: 5, s: 'date.', t: 'x', o: { b: [1, 2] }, l: [{ n: [1, 7] }] },
  { _id: 6, a: Long.fromNumber(7), bits: 0b1010, y: true },
  { _id: 7, a: new Double(7.5), bits: new Binary(Buffer.from([0b1010])), t: [['x', 'y']] },
  { _id: 8, a: Decimal128.fromString('8'), t: ['x'], y: false },
  { _id: 9, a: Number.NaN, t: [['x'], 'w'], o: null },
  { _id: 10, a: 'text', g: [[1, 2], [3]], l: [] },
]

/** Filters and the ids of what they find. */
const FILTERS: [filter: Document, found: number[]][] = [
  [{ a: 1 }, [1, 3]],
  [{ a: [1, 5] }, [3]],
  [{ a: { $eq: 7 } }, [6]],
  [{ a: { $ne: 1 } }, [2, 4, 5, 6, 7, 8, 9, 10]],
  [{ a: { $gt: 2 } }, [3, 6, 7, 8]],
  [{ a: { $gte: 2, $lt: 8 } }, [2, 3, 6, 7]],
  [{ a: { $gt: 1, $lt: 5 } }, [2, 3]],
  [{ a: { $lte: Number.NaN } }, [9]],
  [{ a: { $gt: 'a' } }, [10]],
  [{ a: { $gte: null } }, [4, 5]],
  [{ a: { $in: [2, null, /^t/] } }, [2, 4, 5, 10]],
  [{ a: { $nin: [1, null] } }, [2, 6, 7, 8, 9, 10]],
  [{ a: { $exists: true }, s: { $exists: false } }, [6, 7, 8, 9, 10]],
  [{ a: { $type: 'number' } }, [1, 2, 3, 6, 7, 8, 9]],
  [{ a: { $type: ['decimal', 2] } }, [8, 10]],
  [{ a: { $type: 'array' } }, [3]],
  [{ a: { $mod: [2, 1] } }, [1, 3, 6, 7]],
  [{ a: { $not: { $gt: 2 } } }, [1, 2, 4, 5, 9, 10]],
  [{ a: { $not: { $type: 'number' } } }, [4, 5, 10]],
  [{ s: /^a/ }, [1]],
  [{ s: { $regex: '^a', $options: 'i' } }, [1, 2]],
  [{ s: { $regex: '^split$', $options: 'm' } }, [3]],
  [{ s: { $regex: 'a.s', $options: 's' } }, [3]],
  [{ s: /e\.$/ }, [5]],
  [{ s: { $not: /a/i } }, [4, 6, 7, 8, 9, 10]],
  [{ s: { $in: [/^b/, 'cherry'] } }, [3, 4]],
  [{ t: 'x' }, [1, 2, 5, 8]],
  [{ t: ['x', 'y'] }, [1, 7]],
  [{ t: ['x'] }, [8, 9]],
  [{ t: [] }, [3]],
  [{ t: { $all: ['x', 'y'] } }, [1, 2]],
  [{ t: { $all: [['x', 'y']] } }, [1, 7]],
  [{ t: { $all: [] } }, []],
  [{ t: { $size: 1 } }, [7, 8]],
  [{ t: { $size: 0 } }, [3]],
  [{ 't.0': 'x' }, [1, 8]],
  [{ 't.1': 'y' }, [1]],
  [{ t: { $elemMatch: { $in: ['w', 'z'] } } }, [2, 9]],
  [{ l: { $elemMatch: { n: 1, m: 9 } } }, [4]],
  [{ 'l.n': 1, 'l.m': 9 }, [3, 4]],
  [{ 'l.n': { $gt: 1 } }, [3, 5]],
  [{ 'l.0.n': 1 }, [3, 4, 5]],
  [{ l: { $size: 0 } }, [10]],
  [{ l: { $all: [{ $elemMatch: { n: 1 } }, { $elemMatch: { n: 5 } }] } }, [3]],
  [{ 'l.m': { $exists: false } }, [1, 2, 5, 6, 7, 8, 9, 10]],
  [{ o: { b: 1, c: 2 } }, [1]],
  [{ 'o.b': 1 }, [1, 2, 5]],
  [{ 'o.b': null }, [3, 4, 6, 7, 8, 9, 10]],
  [{ o: null }, [3, 4, 6, 7, 8, 9, 10]],
  [{ o: { $gt: { b: 1 } } }, [1, 2, 5]],
  [{ $or: [{ a: 2 }, { y: true }] }, [2, 6]],
  [{ $and: [{ a: { $gt: 1 } }, { a: { $lt: 3 } }] }, [2, 3]],
  [{ $nor: [{ a: { $exists: true } }, { y: true }] }, [5]],
  [{ $expr: { $eq: [{ $size: { $ifNull: ['$l', []] } }, 2] } }, [3]],
  [{ bits: { $bitsAllSet: 0b1010 } }, [6, 7]],
  [{ bits: { $bitsAnySet: [0, 1] } }, [6, 7]],
  [{ bits: { $bitsAllClear: 0b0101 } }, [6, 7]],
  [{ bits: { $bitsAnyClear: [1, 3] } }, []],
  [{ g: [3] }, [10]],
  [{ g: { $elemMatch: { $elemMatch: { $gt: 2 } } } }, [10]],
  [{ d: { $lt: new Date(2000) } }, [4]],
  [{ y: { $in: [false] } }, [8]],
  [{ _id: { $in: [9, 2, 2] } }, [2, 9]],
  [{ $comment: 'why', a: 2 }, [2]],
  [{ $alwaysFalse: 1 }, []],
]

onEachMongod('a filter', (mongo) => {
  beforeAll(async () => {
    await mongo.db.collection('plain').insertMany(DOCUMENTS as Document[])
    const indexed = mongo.db.collection('indexed')
    await indexed.insertMany(DOCUMENTS as Document[])
    await indexed.createIndexes(
      ['a', 's', 't', 'o', 'o.b', 'l.n', 'bits'].map((path) => ({ key: { [path]: 1 } })),
    )
  })

  it.each(FILTERS)('%j finds the same with indexes and without', async (filter, found) => {
    for (const name of ['plain', 'indexed']) {
      const documents = await mongo.db.collection(name).find(filter).sort({ _id: 1 }).toArray()
      expect(ids(documents), name).toEqual(found)
      expect(await mongo.db.collection(name).countDocuments(filter), name).toBe(found.length)
    }
  })
})

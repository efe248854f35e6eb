/** Collation: comparing texts as people of a language do. */
import type { CollationOptions } from 'mongodb'
import { expect, it } from 'vitest'
import { failure, ids, onEachMongod } from './suite.ts'

const WORDS = ['cote', 'Cote', 'coté', 'côte', 'côté'].map((word, _id) => ({ _id, word }))

onEachMongod('a collation', (mongo) => {
  it.each([
    [{ locale: 'en', strength: 1 }, [0, 1, 2, 3, 4]],
    [{ locale: 'en', strength: 2 }, [0, 1]],
    [{ locale: 'en', strength: 3 }, [0]],
    [{ locale: 'en', strength: 1, caseLevel: true }, [0, 2, 3, 4]],
    [{ locale: 'simple' }, [0]],
  ] as [CollationOptions, number[]][])('%j decides what is equal', async (collation, expected) => {
    const words = await mongo.with(...WORDS)
    expect(ids(await words.find({ word: 'cote' }, { collation }).sort({ _id: 1 }).toArray())).toEqual(
      expected,
    )
  })

  it('orders', async () => {
    const words = await mongo.with(...['b', 'A', 'a', 'B', 'ä'].map((word) => ({ _id: word })))
    const sorted = async (collation?: CollationOptions) => {
      const cursor = words.find().sort({ _id: 1 })
      return ids(await (collation ? cursor.collation(collation) : cursor).toArray())
    }
    expect(await sorted()).toEqual(['A', 'B', 'a', 'b', 'ä'])
    expect(await sorted({ locale: 'de' })).toEqual(['a', 'A', 'ä', 'b', 'B'])
    expect(await sorted({ locale: 'de', caseFirst: 'upper' })).toEqual(['A', 'a', 'ä', 'B', 'b'])
    expect(await sorted({ locale: 'sv' })).toEqual(['a', 'A', 'b', 'B', 'ä'])
  })

  it('orders digits by the number they make', async () => {
    const files = await mongo.with(...['a10', 'a9', 'a1'].map((name) => ({ _id: name })))
    const collation = { locale: 'en', numericOrdering: true }
    expect(ids(await files.find().sort({ _id: 1 }).collation(collation).toArray())).toEqual([
      'a1',
      'a9',
      'a10',
    ])
  })

  it('holds for counting, distinct values, updates, deletes and aggregation', async () => {
    const collation = { locale: 'en', strength: 2 }
    const words = await mongo.with({ _id: 1, w: 'x' }, { _id: 2, w: 'X' }, { _id: 3, w: 'y' })
    expect(await words.countDocuments({ w: 'X' }, { collation })).toBe(2)
    expect(await words.distinct('w', {}, { collation })).toHaveLength(2)
    expect(await words.updateMany({ w: 'X' }, { $set: { u: 1 } }, { collation })).toMatchObject({
      modifiedCount: 2,
    })
    const groups = await words.aggregate([{ $group: { _id: '$w', n: { $sum: 1 } } }], { collation }).toArray()
    expect(groups.map(({ n }: { n?: number }) => n).toSorted()).toEqual([1, 2])
    expect(await words.findOneAndUpdate({ w: 'Y' }, { $set: { u: 2 } }, { collation })).toMatchObject({
      _id: 3,
    })
    expect(await words.deleteMany({ w: 'X' }, { collation })).toMatchObject({ deletedCount: 2 })
  })

  it('may belong to a collection', async () => {
    const collation = { locale: 'en', strength: 2 }
    const words = await mongo.db.createCollection<{ _id: number; w: string }>(mongo.fresh().collectionName, {
      collation,
    })
    await words.insertMany([
      { _id: 1, w: 'A' },
      { _id: 2, w: 'a' },
    ])
    expect(await words.countDocuments({ w: 'a' })).toBe(2)
    expect(await words.countDocuments({ w: 'a' }, { collation: { locale: 'simple' } })).toBe(1)
  })

  it('may belong to a unique index', async () => {
    const words = await mongo.with({ _id: 1, w: 'a' })
    await words.createIndex({ w: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } })
    expect(await failure(words.insertOne({ _id: 2, w: 'A' }))).toMatchObject({ code: 11_000 })
  })

  it.each([
    [{ locale: 'nonsense' }, 2, 'BadValue'],
    [{ strength: 2 }, 40_414, 'Location40414'],
    [{ locale: 'en', strength: 9 }, 2, 'BadValue'],
    [{ locale: 'en', nonsense: 1 }, 40_415, 'Location40415'],
  ])('%j is refused', async (collation, code, codeName) => {
    const { collectionName } = await mongo.with({ _id: 1 })
    expect(await failure(mongo.command({ find: collectionName, collation }))).toMatchObject({
      code,
      codeName,
    })
  })
})

import { describe, expect, it } from 'vitest'
import { encode } from '../../../server/mongo/bson/encode.ts'
import { Collection } from '../../../server/mongo/storage/collection.ts'

const outside = { newId: () => new Uint8Array(12), now: () => 0, random: () => 0 }
const FILLING = 'x'.repeat(80)

function blocksOf(collection: Collection): number {
  const blocks = new Set(Array.from(collection.records(), (record) => record.bytes.buffer))
  return [...blocks].reduce((sum, block) => sum + block.byteLength, 0)
}

describe('a collection', () => {
  it('keeps little memory beside its documents, also when few stay of the many that were written', () => {
    const collection = new Collection('talks.matches', outside)
    const hot = collection.insert(encode({ _id: -1, FILLING }))
    for (let cold = 0; cold < 200; cold++) {
      collection.insert(encode({ _id: cold, FILLING }))
      for (let n = 0; n < 200; n++) collection.replace(hot, encode({ _id: -1, n, FILLING }))
    }
    expect(blocksOf(collection)).toBeLessThan(512 * 1024)
  })

  it('has the same documents in the same order after many changes', () => {
    const collection = new Collection('talks.matches', outside)
    const records = Array.from({ length: 50 }, (_, _id) => collection.insert(encode({ _id, FILLING })))
    for (let n = 0; n < 10_000; n++) {
      const _id = (n * 7) % 50
      collection.replace(records[_id]!, encode({ _id, n, FILLING }))
    }
    const documents = Array.from(collection.records(), ({ document }) => document.get('_id')!.int32)
    expect(documents).toEqual(records.map((_, index) => index))
    expect(records[7]!.document.get('n')!.int32).toBe(9951)
  })

  it('finds by its indexes what was not changed with the document', () => {
    const collection = new Collection('talks.matches', outside)
    const record = collection.insert(encode({ _id: 'brazil', n: 1 }))
    const [byId] = collection.indexes.list
    const before = [...byId!.entries.walk(() => false)]
    collection.replace(record, encode({ _id: 'brazil', n: 2 }))
    const [entry, ...others] = byId!.entries.walk(() => false)
    expect(entry).toBe(before[0])
    expect(others).toEqual([])
    expect(entry!.key[0]!.text).toBe('brazil')
    expect(entry!.key[0]!.source.buffer).not.toBe(record.bytes.buffer)
  })
})

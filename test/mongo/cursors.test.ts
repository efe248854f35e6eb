import { describe, expect, it } from 'vitest'
import { ask, testServer } from '../support/wire.ts'

describe('cursors', () => {
  function numbered(count: number) {
    const server = testServer()
    server.insert(
      'worldcup',
      'numbers',
      Array.from({ length: count }, (_, _id) => ({ _id })),
    )
    return server
  }

  it('gives 101 documents at first and the rest when asked', () => {
    const server = numbered(250)
    const { cursor } = ask(server, { find: 'numbers' })
    expect(cursor.firstBatch).toHaveLength(101)
    expect(server.openCursors).toBe(1)
    const more = ask(server, { getMore: BigInt(cursor.id), collection: 'numbers', batchSize: 100 }).cursor
    expect(more.nextBatch.map((document) => document._id)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 101),
    )
    const last = ask(server, { getMore: BigInt(cursor.id), collection: 'numbers' }).cursor
    expect([last.nextBatch.length, last.id, server.openCursors]).toEqual([49, 0, 0])
  })

  it('keeps no cursor for a single batch', () => {
    const server = numbered(5)
    expect(ask(server, { find: 'numbers', batchSize: 2, singleBatch: true }).cursor.firstBatch).toHaveLength(
      2,
    )
    expect(server.openCursors).toBe(0)
  })

  it('opens a cursor without documents for a batch size of 0', () => {
    const server = numbered(1)
    const { cursor } = ask(server, { find: 'numbers', batchSize: 0 })
    expect(cursor.firstBatch).toEqual([])
    expect(ask(server, { getMore: BigInt(cursor.id), collection: 'numbers' }).cursor.nextBatch).toEqual([
      { _id: 0 },
    ])
  })

  it('forgets a killed cursor', () => {
    const server = numbered(5)
    const id = BigInt(ask(server, { find: 'numbers', batchSize: 2 }).cursor.id)
    expect(ask(server, { killCursors: 'numbers', cursors: [id, 99n] })).toMatchObject({
      cursorsKilled: [Number(id)],
      cursorsNotFound: [99],
    })
    expect(ask(server, { getMore: id, collection: 'numbers' })).toMatchObject({
      code: 43,
      codeName: 'CursorNotFound',
    })
    expect(server.openCursors).toBe(0)
  })

  it('gives a cursor only to those who name its collection', () => {
    const server = numbered(5)
    const id = BigInt(ask(server, { find: 'numbers', batchSize: 2 }).cursor.id)
    expect(ask(server, { getMore: id, collection: 'others' })).toMatchObject({
      code: 13,
      codeName: 'Unauthorized',
    })
  })
})

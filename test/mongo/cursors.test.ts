import { Binary } from 'bson'
import { describe, expect, it } from 'vitest'
import { ask, testServer } from '../support/wire.ts'

describe('cursors', () => {
  function numbered(count: number, now?: () => number) {
    const server = testServer(now)
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

  const session = (last: number) => ({ lsid: { id: new Binary(new Uint8Array(16).fill(last), 4) } })
  const more = (id: number, fields: object = {}) => ({
    getMore: BigInt(id),
    collection: 'numbers',
    ...fields,
  })

  it('ends by the limit, not a batch later', () => {
    const server = numbered(10)
    const { cursor } = ask(server, { find: 'numbers', batchSize: 2, limit: 3 })
    expect(ask(server, more(cursor.id, { batchSize: 5 })).cursor).toMatchObject({
      nextBatch: [{ _id: 2 }],
      id: 0,
    })
    expect(ask(server, { find: 'numbers', batchSize: 3, limit: 3 }).cursor.id).toBe(0)
  })

  it('learns that nothing is left only when asked for more', () => {
    const server = numbered(2)
    const { cursor } = ask(server, { find: 'numbers', batchSize: 2 })
    expect(cursor.id).not.toBe(0)
    expect(ask(server, more(cursor.id)).cursor).toMatchObject({ nextBatch: [], id: 0 })
  })

  it('opens none for a collection that does not exist', () => {
    expect(ask(testServer(), { find: 'nothing', batchSize: 0 }).cursor).toMatchObject({
      firstBatch: [],
      id: 0,
    })
  })

  it('cuts batches at 16 MiB', () => {
    const server = testServer()
    const text = 'x'.repeat(6_000_000)
    server.insert(
      'worldcup',
      'numbers',
      [1, 2, 3, 4].map((_id) => ({ _id, text })),
    )
    const { cursor } = ask(server, { find: 'numbers' })
    expect(cursor.firstBatch.map(({ _id }) => _id)).toEqual([1, 2])
    expect(ask(server, more(cursor.id)).cursor.nextBatch.map(({ _id }) => _id)).toEqual([3, 4])
  })

  it('is closed when nobody asks for ten minutes, unless it was asked to stay', () => {
    let now = 0
    const server = numbered(5, () => now)
    const { cursor } = ask(server, { find: 'numbers', batchSize: 1 })
    ask(server, { find: 'numbers', batchSize: 1, noCursorTimeout: true })
    now = 590_000
    expect(ask(server, more(cursor.id, { batchSize: 1 }))).toMatchObject({ ok: 1 })
    now = 1_180_000
    expect(server.openCursors).toBe(2)
    now = 1_190_001
    expect(server.openCursors).toBe(1)
    expect(ask(server, more(cursor.id))).toMatchObject({
      code: 43,
      errmsg: `cursor id ${cursor.id} not found`,
    })
  })

  it('belongs to the session that opened it', () => {
    const server = numbered(5)
    const outside = ask(server, { find: 'numbers', batchSize: 1 }).cursor.id
    const inside = ask(server, { find: 'numbers', batchSize: 1, ...session(1) }).cursor.id
    const name = '01010101-0101-0101-0101-010101010101 - 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    expect(ask(server, more(outside, session(1)))).toMatchObject({
      code: 50736,
      errmsg: `Cannot run getMore on cursor ${outside}, which was not created in a session, in session ${name}`,
    })
    expect(ask(server, more(inside))).toMatchObject({
      code: 50737,
      errmsg: `Cannot run getMore on cursor ${inside}, which was created in session ${name}, without an lsid`,
    })
    expect(ask(server, more(inside, session(2)))).toMatchObject({ code: 50738 })
    expect(ask(server, more(inside, session(1)))).toMatchObject({ ok: 1 })
  })

  it('goes with its session when that is killed', () => {
    const server = numbered(5)
    for (const last of [1, 2, 3]) ask(server, { find: 'numbers', batchSize: 1, ...session(last) })
    ask(server, { killSessions: [session(1).lsid] })
    expect(server.openCursors).toBe(2)
    ask(server, { killAllSessions: [] })
    expect(server.openCursors).toBe(0)
  })

  it('fails when its collection is dropped or renamed, even if there is a new one', () => {
    const server = numbered(5)
    const dropped = ask(server, { find: 'numbers', batchSize: 1 }).cursor.id
    ask(server, { drop: 'numbers' })
    ask(server, { insert: 'numbers', documents: [{ _id: 1 }, { _id: 2 }] })
    expect(ask(server, more(dropped))).toMatchObject({
      code: 175,
      codeName: 'QueryPlanKilled',
      errmsg: expect.stringMatching(/^collection dropped\. UUID /),
    })
    const renamed = ask(server, { find: 'numbers', batchSize: 1 }).cursor.id
    ask(server, { renameCollection: 'worldcup.numbers', to: 'worldcup.figures' }, { db: 'admin' })
    expect(ask(server, more(renamed))).toMatchObject({
      code: 175,
      errmsg: expect.stringContaining(
        "collection renamed from 'worldcup.numbers' to 'worldcup.figures'. UUID ",
      ),
    })
    expect(server.openCursors).toBe(0)
  })

  it('lives on while documents are removed, changed and added, and gives none twice', () => {
    const server = numbered(10)
    const { cursor } = ask(server, { find: 'numbers', batchSize: 3 })
    ask(server, { delete: 'numbers', deletes: [{ q: { _id: { $in: [0, 2, 3, 4] } }, limit: 0 }] })
    ask(server, { update: 'numbers', updates: [{ q: {}, u: { $set: { seen: true } }, multi: true }] })
    ask(server, { insert: 'numbers', documents: [{ _id: 10 }] })
    const rest = ask(server, more(cursor.id)).cursor.nextBatch.map(({ _id }) => _id)
    expect(rest).toEqual([5, 6, 7, 8, 9, 10])
  })

  const wrong: [command: object, code: number, errmsg: string][] = [
    [
      { getMore: 1, collection: 'numbers' },
      14,
      "BSON field 'getMore.getMore' is the wrong type 'int', expected type 'long'",
    ],
    [{ getMore: 1n }, 40414, "BSON field 'getMore.collection' is missing but a required field"],
    [
      { killCursors: 'numbers', cursors: [1n, 'x'] },
      14,
      "BSON field 'killCursors.cursors.1' is the wrong type 'string', expected type 'long'",
    ],
    [
      { find: 'numbers', filter: { $expr: { $divide: [1, '$_id'] } } },
      2,
      "Executor error during find command: worldcup.numbers :: caused by :: can't $divide by zero",
    ],
  ]
  it.each(wrong)("refuses wrong arguments with mongod's words (%#)", (command, code, errmsg) => {
    expect(ask(numbered(2), command)).toMatchObject({ code, errmsg })
  })

  it('takes a time limit only where it can wait', () => {
    const server = numbered(5)
    const { cursor } = ask(server, { find: 'numbers', batchSize: 1 })
    expect(ask(server, more(cursor.id, { maxTimeMS: 100 }))).toMatchObject({
      code: 2,
      errmsg: 'cannot set maxTimeMS on getMore command for a non-awaitData cursor',
    })
  })

  it('is no more after it failed', () => {
    const server = numbered(0)
    ask(server, { insert: 'numbers', documents: [{ _id: 1 }, { _id: 0 }, { _id: 2 }] })
    const filter = { $expr: { $gt: [{ $divide: [1, '$_id'] }, 0] } }
    const { cursor } = ask(server, { find: 'numbers', filter, batchSize: 1 })
    expect(ask(server, more(cursor.id))).toMatchObject({
      code: 2,
      errmsg: "Executor error during getMore :: caused by :: can't $divide by zero",
    })
    expect(server.openCursors).toBe(0)
  })

  it('gives no result that is too long for a message', () => {
    const server = numbered(0)
    ask(server, { insert: 'numbers', documents: [{ _id: 1, half: 'x'.repeat(9_000_000) }] })
    const pipeline = [{ $project: { whole: ['$half', '$half'] } }]
    expect(ask(server, { aggregate: 'numbers', pipeline, cursor: {} })).toMatchObject({
      code: 10334,
      codeName: 'BSONObjectTooLarge',
      errmsg:
        'PlanExecutor error during aggregation :: caused by :: BSONObj size: 18000042 (0x112A8AA) is invalid. Size must be between 0 and 16793600(16MB) First element: _id: 1',
    })
    const counted = [...pipeline, { $project: { n: { $size: '$whole' } } }]
    expect(ask(server, { aggregate: 'numbers', pipeline: counted, cursor: {} }).cursor.firstBatch).toEqual([
      { _id: 1, n: 2 },
    ])
  })
})

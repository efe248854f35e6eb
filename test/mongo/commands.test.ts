import { serialize } from 'bson'
import { describe, expect, it } from 'vitest'
import { ask, body, int32, message, testServer, worldCup } from '../support/wire.ts'

describe('commands', () => {
  it('answers hello with its limits and clock', () => {
    expect(ask(testServer(), { hello: 1 }, { db: 'admin' })).toMatchObject({
      isWritablePrimary: true,
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(1_400_000_000_000),
      connectionId: 1,
    })
  })

  it('announces the version it was given', () => {
    expect(ask(testServer(), { buildInfo: 1 })).toMatchObject({
      version: '7.0.14',
      versionArray: [7, 0, 14, 0],
    })
  })

  const errors: [command: object, code: number, codeName: string, errmsg: string][] = [
    [{ nonsense: 1 }, 59, 'CommandNotFound', "no such command: 'nonsense'"],
    [
      { find: 'matches', foo: 1 },
      40415,
      'Location40415',
      "BSON field 'FindCommandRequest.foo' is an unknown field.",
    ],
    [{ find: 'matches', filter: { a: { $foo: 1 } } }, 2, 'BadValue', 'unknown operator: $foo'],
    [
      { find: 'matches', filter: { $foo: 1 } },
      2,
      'BadValue',
      "unknown top level operator: $foo. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.",
    ],
    [
      { find: 'matches', filter: 'x' },
      14,
      'TypeMismatch',
      "BSON field 'FindCommandRequest.filter' is the wrong type 'string', expected type 'object'",
    ],
    [
      { find: 'matches', limit: 'x' },
      14,
      'TypeMismatch',
      "BSON field 'FindCommandRequest.limit' is the wrong type 'string', expected types '[long, int, decimal, double']",
    ],
    [
      { find: 'matches', limit: -1 },
      51024,
      'Location51024',
      "BSON field 'limit' value must be >= 0, actual value '-1'",
    ],
    [{ find: 1 }, 2, 'BadValue', 'collection name has invalid type int'],
    [{ find: '' }, 73, 'InvalidNamespace', "Invalid namespace specified 'worldcup.'"],
    [
      { insert: 'teams' },
      40414,
      'Location40414',
      "BSON field 'insert.documents' is missing but a required field",
    ],
    [
      { insert: 'teams', documents: [] },
      16,
      'InvalidLength',
      'Write batch sizes must be between 1 and 100000. Got 0 operations.',
    ],
    [
      { find: 'matches', tailable: true },
      2,
      'BadValue',
      'error processing query: ns=worldcup.matchesTree: $and\nSort: {}\nProj: {}\n tailable cursor requested on non capped collection',
    ],
    [
      { find: 'matches', awaitData: true },
      9,
      'FailedToParse',
      "Cannot set 'awaitData' without also setting 'tailable'",
    ],
    [
      { killCursors: 'matches' },
      40414,
      'Location40414',
      "BSON field 'killCursors.cursors' is missing but a required field",
    ],
  ]
  it.each(errors)('refuses %j as mongod does', (command, code, codeName, errmsg) => {
    expect(ask(worldCup(), command)).toEqual({ ok: 0, code, codeName, errmsg })
  })

  it('refuses a message that names no database', () => {
    const { replies } = testServer()
      .connect()
      .receive(message(2013, 1, [int32(0), Uint8Array.of(0), serialize({ ping: 1 })]))
    expect(body(replies[0]!)).toMatchObject({ ok: 0, code: 40571 })
  })

  it.each(['', 'a.b', 'a b', 'x'.repeat(64)])('refuses the database name "%s"', (db) => {
    expect(ask(testServer(), { ping: 1 }, { db })).toMatchObject({
      code: 73,
      errmsg: `Invalid database name: '${db}'`,
    })
  })
})

describe('insert', () => {
  it('refuses a second document with the same _id, naming key and value', () => {
    const server = testServer()
    const documents = [{ _id: 1 }, { _id: 1.0 }, { _id: 2 }]
    expect(ask(server, { insert: 'teams', documents })).toEqual({
      n: 1,
      ok: 1,
      writeErrors: [
        {
          index: 1,
          code: 11000,
          keyPattern: { _id: 1 },
          keyValue: { _id: 1 },
          errmsg: 'E11000 duplicate key error collection: worldcup.teams index: _id_ dup key: { _id: 1 }',
        },
      ],
    })
  })

  it('goes on after an error when not ordered', () => {
    const server = testServer()
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }]
    expect(ask(server, { insert: 'teams', documents, ordered: false })).toMatchObject({ n: 2 })
    expect(ask(server, { find: 'teams' }).cursor.firstBatch).toEqual([{ _id: 1 }, { _id: 2 }])
  })

  it('makes an _id for documents without one, and puts it first', () => {
    const server = testServer()
    ask(server, { insert: 'teams', documents: [{ name: 'Brazil' }, { name: 'Chile', _id: 5 }] })
    const [brazil, chile] = ask(server, { find: 'teams' }).cursor.firstBatch
    expect(Object.keys(brazil!)).toEqual(['_id', 'name'])
    expect(String(brazil!._id)).toBe('000000000000000000000001')
    expect(Object.entries(chile!)).toEqual([
      ['_id', 5],
      ['name', 'Chile'],
    ])
  })
})

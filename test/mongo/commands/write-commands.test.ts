import { describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, body, opMsg, testServer } from '../../support/wire.ts'

/** A server with documents in `worldcup.teams`. */
function withTeams(...documents: object[]): MongoServer {
  const server = testServer()
  if (documents.length > 0) ask(server, { insert: 'teams', documents })
  return server
}

function teams(server: MongoServer): object[] {
  return ask(server, { find: 'teams' }).cursor.firstBatch
}

function update(server: MongoServer, ...updates: object[]) {
  return ask(server, { update: 'teams', updates })
}

function remove(server: MongoServer, ...deletes: object[]) {
  return ask(server, { delete: 'teams', deletes })
}

describe('update', () => {
  it('changes the first document, and all if it is told so', () => {
    const server = withTeams({ _id: 1 }, { _id: 2 }, { _id: 3 })
    expect(update(server, { q: {}, u: { $set: { a: 1 } } })).toEqual({ n: 1, nModified: 1, ok: 1 })
    expect(update(server, { q: {}, u: { $set: { a: 1 } }, multi: true })).toEqual({
      n: 3,
      nModified: 2,
      ok: 1,
    })
    expect(teams(server)).toEqual([1, 2, 3].map((_id) => ({ _id, a: 1 })))
  })

  it('counts what it found and what it changed', () => {
    const server = withTeams({ _id: 1, a: 1 })
    expect(update(server, { q: { _id: 1 }, u: { $set: { a: 1 } } })).toEqual({ n: 1, nModified: 0, ok: 1 })
    expect(update(server, { q: { _id: 2 }, u: { $set: { a: 1 } } })).toEqual({ n: 0, nModified: 0, ok: 1 })
  })

  it('inserts if it finds nothing and is told so, and names what it inserted', () => {
    const server = withTeams()
    const reply = update(
      server,
      { q: { _id: 5 }, u: { $inc: { n: 1 } }, upsert: true },
      { q: { _id: 5 }, u: { $inc: { n: 1 } }, upsert: true },
      { q: { name: 'Chile' }, u: { name: 'Chile' }, upsert: true },
    )
    expect(reply).toMatchObject({ n: 3, nModified: 1, upserted: [{ index: 0, _id: 5 }, { index: 2 }] })
    expect(teams(server)).toMatchObject([{ _id: 5, n: 2 }, { name: 'Chile' }])
  })

  it('takes statements beside the body', () => {
    const server = withTeams({ _id: 1 })
    const sequences = { updates: [{ q: { _id: 1 }, u: { $set: { a: 1 } } }] }
    expect(ask(server, { update: 'teams' }, { sequences })).toMatchObject({ n: 1, nModified: 1 })
  })

  it('stops at an error, or goes on if it is not ordered', () => {
    const statements = [
      { q: { _id: 1 }, u: { $set: { a: 1 } } },
      { q: { _id: 1 }, u: { $set: { _id: 2 } } },
      { q: { _id: 1 }, u: { $set: { b: 1 } } },
    ]
    const error = {
      index: 1,
      code: 66,
      errmsg: "Performing an update on the path '_id' would modify the immutable field '_id'",
    }
    const ordered = withTeams({ _id: 1 })
    expect(update(ordered, ...statements)).toEqual({ n: 1, writeErrors: [error], nModified: 1, ok: 1 })
    expect(teams(ordered)).toEqual([{ _id: 1, a: 1 }])
    const unordered = withTeams({ _id: 1 })
    const reply = ask(unordered, { update: 'teams', updates: statements, ordered: false })
    expect(reply).toEqual({ n: 2, writeErrors: [error], nModified: 2, ok: 1 })
    expect(teams(unordered)).toEqual([{ _id: 1, a: 1, b: 1 }])
  })

  it('leaves done what it did before an error within one statement', () => {
    const server = withTeams({ _id: 1, a: 1 }, { _id: 2, a: 'x' }, { _id: 3, a: 1 })
    const reply = update(server, { q: {}, u: { $inc: { a: 1 } }, multi: true })
    expect(reply).toMatchObject({ n: 0, nModified: 0, writeErrors: [{ index: 0, code: 14 }] })
    expect(teams(server)).toEqual([
      { _id: 1, a: 2 },
      { _id: 2, a: 'x' },
      { _id: 3, a: 1 },
    ])
  })

  it('knows in each document which element the filter met', () => {
    const server = withTeams({ _id: 1, a: [1, 7] }, { _id: 2, a: [7, 1] })
    update(server, { q: { a: 7 }, u: { $set: { 'a.$': 0 } }, multi: true })
    expect(teams(server)).toEqual([
      { _id: 1, a: [1, 0] },
      { _id: 2, a: [0, 1] },
    ])
    update(server, { q: { _id: 1, a: { $elemMatch: { $gte: 1 } } }, u: { $set: { 'a.$': 5 } } })
    expect(teams(server)[0]).toEqual({ _id: 1, a: [5, 0] })
  })

  it('takes array filters and variables', () => {
    const server = withTeams({ _id: 1, a: [1, 7] })
    update(server, { q: {}, u: { $set: { 'a.$[x]': 0 } }, arrayFilters: [{ x: 7 }] })
    ask(server, {
      update: 'teams',
      updates: [
        {
          q: { $expr: { $eq: ['$_id', '$$one'] } },
          u: [{ $set: { n: '$$one', c: '$$own' } }],
          c: { own: 5 },
        },
      ],
      let: { one: 1 },
    })
    expect(teams(server)).toEqual([{ _id: 1, a: [1, 0], n: 1, c: 5 }])
  })

  it('compares texts as its collation says', () => {
    const server = withTeams({ _id: 1, name: 'CHILE', a: ['x', 'X', 'y'] })
    const collation = { locale: 'en', strength: 2 }
    const u = { $pull: { a: 'x' }, $max: { name: 'chile' } }
    expect(update(server, { q: { name: 'chile' }, u })).toMatchObject({ n: 0 })
    expect(update(server, { q: { name: 'chile' }, u, collation })).toMatchObject({ n: 1, nModified: 1 })
    expect(teams(server)).toEqual([{ _id: 1, name: 'CHILE', a: ['y'] }])
    expect(remove(server, { q: { name: 'Chile' }, limit: 0, collation })).toEqual({ n: 1, ok: 1 })
  })

  it('uses the index that the client wants, and no other', () => {
    const server = withTeams({ _id: 1, a: 1 })
    const missing = update(server, { q: { a: 1 }, u: { $set: { b: 1 } }, hint: 'a_1' })
    expect(missing).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 2 }] })
    ask(server, { createIndexes: 'teams', indexes: [{ key: { a: 1 }, name: 'a_1' }] })
    for (const hint of ['a_1', { a: 1 }]) {
      expect(update(server, { q: { a: 1 }, u: { $inc: { b: 1 } }, hint })).toMatchObject({ nModified: 1 })
    }
    expect(remove(server, { q: {}, limit: 1, hint: 'b_1' })).toMatchObject({ writeErrors: [{ code: 2 }] })
  })

  it('keeps unique indexes', () => {
    const server = withTeams({ _id: 1, a: 1 }, { _id: 2, a: 2 })
    ask(server, { createIndexes: 'teams', indexes: [{ key: { a: 1 }, name: 'a_1', unique: true }] })
    const keys = { keyPattern: { a: 1 }, keyValue: { a: 2 } }
    const reply = update(server, { q: { _id: 1 }, u: { $set: { a: 2 } } })
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 11000, ...keys }] })
    expect(update(server, { q: { _id: 1 }, u: { $set: { a: 3 } } })).toMatchObject({ nModified: 1 })
    expect(update(server, { q: { _id: 2 }, u: { $set: { a: 1 } } })).toMatchObject({ nModified: 1 })
  })

  it('says which key is there already', () => {
    const server = withTeams({ _id: 1 })
    expect(update(server, { q: { _id: 1, x: 1 }, u: { $set: { a: 1 } }, upsert: true })).toEqual({
      n: 0,
      nModified: 0,
      ok: 1,
      writeErrors: [
        {
          index: 0,
          code: 11000,
          keyPattern: { _id: 1 },
          keyValue: { _id: 1 },
          errmsg: 'E11000 duplicate key error collection: worldcup.teams index: _id_ dup key: { _id: 1 }',
        },
      ],
    })
  })

  // biome-ignore format: one case a line
  const statementErrors: [statement: object, code: number, message: string][] = [
    [{ q: {}, u: { a: 1 }, multi: true }, 9, 'multi update is not supported for replacement-style update'],
    [{ q: {}, u: 5 }, 9, 'Update argument must be either an object or an array'],
    [{ q: {}, u: { $set: {} }, c: { a: 1 } }, 51198, 'Constant values may only be specified for pipeline updates'],
    [{ q: { $expr: true }, u: { $set: {} }, upsert: true }, 224, '$expr is not allowed in the query predicate for an upsert'],
    [{ q: { $foo: 1 }, u: { $set: {} } }, 2, "unknown top level operator: $foo. If you have a field name that starts with a '$' symbol, consider using $getField or $setField."],
    [{ q: {}, u: { $set: {} }, hint: 5 }, 9, 'Hint must be a string or an object'],
  ]
  it.each(statementErrors)('reports what is wrong with %j', (statement, code, errmsg) => {
    expect(update(withTeams({ _id: 1 }), statement)).toMatchObject({
      ok: 1,
      writeErrors: [{ index: 0, code, errmsg }],
    })
  })

  // biome-ignore format: one case a line
  const commandErrors: [command: object, code: number, codeName: string, message: string][] = [
    [{ update: 'teams' }, 40414, 'Location40414', "BSON field 'update.updates' is missing but a required field"],
    [{ update: 'teams', updates: [] }, 16, 'InvalidLength', 'Write batch sizes must be between 1 and 100000. Got 0 operations.'],
    [{ update: 'teams', updates: [{ q: {} }] }, 40414, 'Location40414', "BSON field 'update.updates.u' is missing but a required field"],
    [{ update: 'teams', updates: [{ u: {} }] }, 40414, 'Location40414', "BSON field 'update.updates.q' is missing but a required field"],
    [{ update: 'teams', updates: [{ q: {}, u: {}, sort: { a: 1 } }] }, 40415, 'Location40415', "BSON field 'update.updates.sort' is an unknown field."],
    [{ update: 'teams', updates: [{ q: 1, u: {} }] }, 14, 'TypeMismatch', "BSON field 'update.updates.q' is the wrong type 'int', expected type 'object'"],
    [{ update: 'teams', updates: [{ q: {}, u: {}, multi: 1 }] }, 14, 'TypeMismatch', "BSON field 'update.updates.multi' is the wrong type 'int', expected type 'bool'"],
    [{ update: 'teams', updates: [{ q: {}, u: {} }], foo: 1 }, 40415, 'Location40415', "BSON field 'update.foo' is an unknown field."],
    [{ update: 'teams', updates: [{ q: {}, u: {} }], writeConcern: { w: 2 } }, 2, 'BadValue', "cannot use 'w' > 1 when a host is not replicated"],
    [{ delete: 'teams', deletes: [{ q: {} }] }, 40414, 'Location40414', "BSON field 'delete.deletes.limit' is missing but a required field"],
    [{ delete: 'teams', deletes: [{ q: {}, limit: 2 }] }, 9, 'FailedToParse', 'The limit field in delete objects must be 0 or 1. Got 2'],
    [{ delete: 'teams', deletes: [] }, 16, 'InvalidLength', 'Write batch sizes must be between 1 and 100000. Got 0 operations.'],
  ]
  it.each(commandErrors)('refuses %j as a whole', (command, code, codeName, errmsg) => {
    expect(ask(withTeams({ _id: 1 }), command)).toEqual({ ok: 0, code, codeName, errmsg })
  })

  it('is content with one copy, or with the majority of one', () => {
    for (const w of [0, 1, 'majority']) {
      const command = { insert: 'teams', documents: [{}], writeConcern: { w, j: true } }
      expect(ask(testServer(), command)).toEqual({ n: 1, ok: 1 })
    }
  })

  it('answers nothing to a client that wants no answer', () => {
    const server = withTeams({ _id: 1 })
    const connection = server.connect()
    const moreToCome = 2
    const command = { update: 'teams', updates: [{ q: {}, u: { $set: { a: 1 } } }], writeConcern: { w: 0 } }
    expect(connection.receive(opMsg(command, { flags: moreToCome })).replies).toEqual([])
    const [reply] = connection.receive(opMsg({ find: 'teams' })).replies
    expect(body(reply!).cursor.firstBatch).toEqual([{ _id: 1, a: 1 }])
  })
})

describe('delete', () => {
  it('takes out one document or all that are meant', () => {
    const server = withTeams({ _id: 1, a: 1 }, { _id: 2, a: 1 }, { _id: 3, a: 1 }, { _id: 4 })
    expect(remove(server, { q: { a: 1 }, limit: 1 })).toEqual({ n: 1, ok: 1 })
    expect(remove(server, { q: { a: 1 }, limit: 0 }, { q: { a: 1 }, limit: 0 })).toEqual({ n: 2, ok: 1 })
    expect(teams(server)).toEqual([{ _id: 4 }])
  })

  it('takes nothing out of a collection that is not there', () => {
    expect(remove(testServer(), { q: {}, limit: 0 })).toEqual({ n: 0, ok: 1 })
  })

  it('reports a wrong filter with its statement', () => {
    const server = withTeams({ _id: 1 })
    const reply = remove(server, { q: { a: { $foo: 1 } }, limit: 0 }, { q: {}, limit: 0 })
    expect(reply).toEqual({
      n: 0,
      ok: 1,
      writeErrors: [{ index: 0, code: 2, errmsg: 'unknown operator: $foo' }],
    })
    expect(teams(server)).toHaveLength(1)
  })
})

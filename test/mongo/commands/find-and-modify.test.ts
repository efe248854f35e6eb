import { describe, expect, it } from 'vitest'
import { ask, testServer } from '../../support/wire.ts'

function withTeams() {
  const server = testServer()
  const documents = [
    { _id: 1, name: 'Brazil', points: 7, games: [3, 4] },
    { _id: 2, name: 'Chile', points: 6, games: [5] },
  ]
  ask(server, { insert: 'teams', documents })
  return server
}

function run(rest: object, server = withTeams()) {
  return ask(server, { findAndModify: 'teams', ...rest })
}

const CHILE = { _id: 2, name: 'Chile', points: 6, games: [5] }

describe('findAndModify', () => {
  it('answers with the document as it was', () => {
    expect(run({ query: { _id: 2 }, update: { $inc: { points: 1 } } })).toEqual({
      lastErrorObject: { n: 1, updatedExisting: true },
      value: CHILE,
      ok: 1,
    })
  })

  it('answers with the document as it has become', () => {
    const reply = run({ query: { _id: 2 }, update: { $inc: { points: 1 } }, new: true })
    expect(reply).toMatchObject({ value: { ...CHILE, points: 7 } })
  })

  it('changes the first in an order', () => {
    const reply = run({ sort: { points: 1 }, update: { $set: { out: true } }, fields: { name: 1, _id: 0 } })
    expect(reply).toMatchObject({ value: { name: 'Chile' } })
  })

  it('takes out a document', () => {
    const server = withTeams()
    expect(run({ query: { _id: 2 }, remove: true }, server)).toEqual({
      lastErrorObject: { n: 1 },
      value: CHILE,
      ok: 1,
    })
    expect(run({ query: { _id: 2 }, remove: true }, server)).toEqual({
      lastErrorObject: { n: 0 },
      value: null,
      ok: 1,
    })
  })

  it('answers with nothing if nothing is meant', () => {
    expect(run({ query: { _id: 9 }, update: { $set: { a: 1 } }, new: true })).toEqual({
      lastErrorObject: { n: 0, updatedExisting: false },
      value: null,
      ok: 1,
    })
  })

  it('inserts if it is told so', () => {
    const upsert = { query: { _id: 9 }, update: { $set: { a: 1 } }, upsert: true }
    const lastErrorObject = { n: 1, updatedExisting: false, upserted: 9 }
    expect(run(upsert)).toEqual({ lastErrorObject, value: null, ok: 1 })
    expect(run({ ...upsert, new: true })).toEqual({ lastErrorObject, value: { _id: 9, a: 1 }, ok: 1 })
  })

  it('replaces, runs pipelines, and takes array filters', () => {
    const query = { _id: 2 }
    const game = { arrayFilters: [{ g: 5 }], update: { $set: { 'games.$[g]': 0 } } }
    expect(run({ query, update: { a: 1 }, new: true })).toMatchObject({ value: { _id: 2, a: 1 } })
    expect(run({ query, update: [{ $unset: 'games' }], new: true })).toMatchObject({
      value: { _id: 2, name: 'Chile', points: 6 },
    })
    expect(run({ query, ...game, new: true })).toMatchObject({ value: { games: [0] } })
  })

  it('is known by its old name', () => {
    const reply = ask(withTeams(), { findandmodify: 'teams', query: { _id: 1 }, remove: true })
    expect(reply).toMatchObject({ lastErrorObject: { n: 1 } })
  })

  const prefix = 'Plan executor error during findAndModify :: caused by :: '
  // biome-ignore format: one case a line
  const refused: [rest: object, code: number, codeName: string, message: string][] = [
    [{}, 9, 'FailedToParse', 'Either an update or remove=true must be specified'],
    [{ remove: true, update: { $set: {} } }, 9, 'FailedToParse', 'Cannot specify both an update and remove=true'],
    [{ remove: true, upsert: true }, 9, 'FailedToParse', 'Cannot specify both upsert=true and remove=true '],
    [{ remove: true, new: true }, 9, 'FailedToParse', "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document"],
    [{ remove: true, arrayFilters: [] }, 9, 'FailedToParse', 'Cannot specify arrayFilters and remove=true'],
    [{ update: [], arrayFilters: [] }, 9, 'FailedToParse', 'Cannot specify arrayFilters and a pipeline update'],
    [{ update: 5 }, 9, 'FailedToParse', 'Update argument must be either an object or an array'],
    [{ update: { $foo: 1 } }, 9, 'FailedToParse', 'Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update specified as an array'],
    [{ update: {}, foo: 1 }, 40415, 'Location40415', "BSON field 'findAndModify.foo' is an unknown field."],
    [{ query: 1, remove: true }, 14, 'TypeMismatch', "BSON field 'findAndModify.query' is the wrong type 'int', expected type 'object'"],
    [{ query: { _id: 1 }, update: { $inc: { name: 1 } } }, 14, 'TypeMismatch', `${prefix}Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'name' of non-numeric type string`],
    [{ query: { _id: 1 }, update: { $set: { _id: 3 } } }, 66, 'ImmutableField', `${prefix}Performing an update on the path '_id' would modify the immutable field '_id'`],
    [{ query: { $expr: true }, update: {}, upsert: true }, 224, 'QueryFeatureNotAllowed', '$expr is not allowed in the query predicate for an upsert'],
  ]
  it.each(refused)('refuses %j', (rest, code, codeName, errmsg) => {
    expect(run(rest)).toEqual({ ok: 0, code, codeName, errmsg })
  })

  it('says which key is there already', () => {
    const reply = run({ query: { _id: 1, x: 1 }, update: { $set: { a: 1 } }, upsert: true })
    expect(reply).toEqual({
      ok: 0,
      code: 11000,
      codeName: 'DuplicateKey',
      keyPattern: { _id: 1 },
      keyValue: { _id: 1 },
      errmsg: `${prefix}E11000 duplicate key error collection: worldcup.teams index: _id_ dup key: { _id: 1 }`,
    })
  })
})

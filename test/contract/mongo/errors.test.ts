/** Errors of commands: code, name and words. */
import { expect, it } from 'vitest'
import { failure, onEachMongod } from './suite.ts'

onEachMongod('an error', (mongo) => {
  it.each([
    [{ dance: 1 }, 59, 'CommandNotFound', "no such command: 'dance'"],
    [{ find: '' }, 73, 'InvalidNamespace', /Invalid namespace specified/],
    [
      { count: 'x', query: 1 },
      14,
      'TypeMismatch',
      "BSON field 'count.query' is the wrong type 'int', expected type 'object'",
    ],
    [{ distinct: 'x' }, 40_414, 'Location40414', "BSON field 'distinct.key' is missing but a required field"],
    [{ update: 'x' }, 40_414, 'Location40414', "BSON field 'update.updates' is missing but a required field"],
    [{ delete: 'x' }, 40_414, 'Location40414', "BSON field 'delete.deletes' is missing but a required field"],
    [
      { update: 'x', updates: [{ q: {} }] },
      40_414,
      'Location40414',
      "BSON field 'update.updates.u' is missing but a required field",
    ],
    [
      { delete: 'x', deletes: [{ q: {} }] },
      40_414,
      'Location40414',
      "BSON field 'delete.deletes.limit' is missing but a required field",
    ],
    [
      { insert: 'x', documents: 1 },
      14,
      'TypeMismatch',
      /'insert\.documents' is the wrong type 'int', expected type 'array'/,
    ],
    [
      { insert: 'x', documents: [{}], nonsense: 1 },
      40_415,
      'Location40415',
      "BSON field 'insert.nonsense' is an unknown field.",
    ],
    [{ aggregate: 'x', pipeline: 1, cursor: {} }, 14, 'TypeMismatch', /pipeline/i],
    [
      { update: 'x', updates: [{ q: {}, u: { a: 1 }, multi: true }] },
      9,
      'FailedToParse',
      /multi update is not supported for replacement-style update/,
    ],
    [{ currentOp: 1 }, 13, 'Unauthorized', 'currentOp may only be run against the admin database.'],
    [
      { killCursors: 'x' },
      40_414,
      'Location40414',
      "BSON field 'killCursors.cursors' is missing but a required field",
    ],
  ])('for %j tells what is wrong', async (command, code, codeName, message) => {
    const said = await failure(
      mongo.command(command).then((reply) => {
        const [first] = (reply as { writeErrors?: { code: number; errmsg: string }[] }).writeErrors ?? []
        if (!first) return reply
        throw Object.assign(new Error(first.errmsg), { code: first.code, codeName })
      }),
    )
    if (typeof message === 'string') expect(said.message).toBe(message)
    else expect(said.message).toMatch(message)
    expect(said.code).toBe(code)
    expect(said.codeName).toBe(codeName)
  })

  it('leaves its connection as it was', async () => {
    const client = await mongo.connect({ maxPoolSize: 1 })
    const ready: number[] = []
    client.on('connectionReady', ({ connectionId }) => ready.push(Number(connectionId)))
    for (let n = 0; n < 5; n += 1) {
      expect(await failure(client.db('x').command({ dance: 1 }))).toMatchObject({ code: 59 })
      expect(await client.db('x').command({ ping: 1 })).toEqual({ ok: 1 })
    }
    expect(ready.length).toBeLessThan(2)
  })

  it('keeps arguments from being ignored when they have no such name', async () => {
    const names = [
      'count',
      'distinct',
      'update',
      'delete',
      'findAndModify',
      'createIndexes',
      'drop',
      'aggregate',
    ]
    const needed: Record<string, object> = {
      distinct: { key: 'a' },
      update: { updates: [] },
      delete: { deletes: [] },
      findAndModify: { remove: true },
      createIndexes: { indexes: [{ key: { a: 1 }, name: 'a_1' }] },
      aggregate: { pipeline: [], cursor: {} },
    }
    for (const name of names) {
      const said = await failure(mongo.command({ [name]: 'x', ...needed[name], nonsense: 1 }))
      expect(said.code, name).toBe(40_415)
      expect(said.message).toMatch(/nonsense' is an unknown field\.$/)
    }
  })
})

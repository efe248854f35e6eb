import { Timestamp } from 'bson'
import { describe, expect, it } from 'vitest'
import { ask, testServer } from '../../support/wire.ts'

/** A server with documents in `worldcup.teams`. */
function withTeams(...documents: object[]) {
  const server = testServer()
  ask(server, { insert: 'teams', documents })
  return server
}

function teams(server: ReturnType<typeof withTeams>): object[] {
  return ask(server, { find: 'teams' }).cursor.firstBatch
}

describe('insert', () => {
  // biome-ignore format: one case a line
  const refused: [document: object, code: number, message: string][] = [
    [{ _id: [1] }, 53, "The '_id' value cannot be of type array"],
    [{ _id: /x/ }, 53, "The '_id' value cannot be of type regex"],
    [{ _id: { a: { $b: 1 } } }, 52, "_id fields may not contain '$'-prefixed fields: $b is not valid for storage."],
  ]
  it.each(refused)('refuses %j', (document, code, errmsg) => {
    const server = testServer()
    const reply = ask(server, { insert: 'teams', documents: [document, { _id: 1 }], ordered: false })
    expect(reply).toEqual({ n: 1, ok: 1, writeErrors: [{ index: 0, code, errmsg }] })
  })

  it('takes a reference as _id', () => {
    const _id = { $ref: 'groups', $id: 7, $db: 'worldcup' }
    expect(ask(testServer(), { insert: 'teams', documents: [{ _id }] })).toEqual({ n: 1, ok: 1 })
  })

  it('refuses a document of more than 16 MiB', () => {
    const [size, max] = [16_777_217, 16_777_216]
    const document = { _id: 1, a: 'x'.repeat(size - 22) }
    const errmsg = `object to insert too large. size in bytes: ${size}, max size: ${max}`
    const reply = ask(testServer(), { insert: 'teams', documents: [document] })
    expect(reply).toEqual({ n: 0, ok: 1, writeErrors: [{ index: 0, code: 2, errmsg }] })
  })

  it('tells no more what is wrong once it has told a megabyte', () => {
    const _id = 'x'.repeat(100)
    const server = withTeams({ _id })
    const documents = Array.from({ length: 10_000 }, () => ({ _id }))
    const { writeErrors } = ask(server, { insert: 'teams', documents, ordered: false }) as {
      writeErrors?: { code: number; errmsg: string }[]
    }
    expect(writeErrors).toHaveLength(10_000)
    expect(writeErrors?.[0]?.errmsg).toContain('E11000')
    expect(writeErrors?.at(-1)).toMatchObject({ code: 11000, errmsg: '' })
  })

  it('makes empty timestamps the time, at the top alone', () => {
    const empty = new Timestamp({ t: 0, i: 0 })
    const server = withTeams({ _id: 1, t: empty, d: { t: empty } })
    expect(teams(server)).toEqual([{ _id: 1, t: new Timestamp({ t: 1_400_000_000, i: 1 }), d: { t: empty } }])
  })

  it('stores documents with dots and dollars in their names', () => {
    const server = withTeams({ _id: 1, $a: 1, 'b.c': 2, d: { $e: 3 } })
    expect(teams(server)).toEqual([{ _id: 1, $a: 1, 'b.c': 2, d: { $e: 3 } }])
  })
})

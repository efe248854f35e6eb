import { Code, DBRef, Long, ObjectId } from 'bson'
import { describe, expect, it } from 'vitest'
import { Document, MalformedError } from '../../../server/mongo/bson/document.ts'
import { encode } from '../../../server/mongo/bson/encode.ts'
import { documentOf, int } from '../../../server/mongo/bson/values.ts'
import { bson, plain } from '../../support/bson.ts'
import { ask, body, int32, message, testServer } from '../../support/wire.ts'

/** Bytes of a document with integer-like keys in an order that no JavaScript object keeps. */
const UNORDERED = Uint8Array.of(19, 0, 0, 0, 16, 0x39, 0, 1, 0, 0, 0, 16, 0x31, 0, 2, 0, 0, 0, 0)

describe('a document', () => {
  it('keeps the order of keys that look like integers', () => {
    expect(new Document(UNORDERED).fields.map((field) => [field.name, field.value.int32])).toEqual([
      ['9', 1],
      ['1', 2],
    ])
  })

  it('is stored in the very bytes it came in, after its _id', () => {
    const server = testServer()
    const content = Uint8Array.of(
      1,
      ...int32(UNORDERED.length + 14),
      ...Buffer.from('documents\0'),
      ...UNORDERED,
    )
    const insert = Uint8Array.of(0, ...encode({ insert: 'odd', $db: 'worldcup' }).bytes)
    const { replies } = server.connect().receive(message(2013, 1, [int32(0), insert, content]))
    expect(body(replies[0]!)).toEqual({ n: 1, ok: 1 })
    const [found] = server
      .connect()
      .receive(
        message(2013, 1, [int32(0), Uint8Array.of(0, ...encode({ find: 'odd', $db: 'worldcup' }).bytes)]),
      ).replies
    expect(Buffer.from(found!).includes(Buffer.from(UNORDERED.subarray(4)))).toBe(true)
  })

  it('keeps a document that looks like a reference', () => {
    const server = testServer()
    server.insert('worldcup', 'odd', [{ _id: 1, a: { $ref: 'x', $id: 5 } }])
    expect(ask(server, { find: 'odd', filter: { 'a.$id': 5 } }).cursor.firstBatch).toHaveLength(1)
  })

  const broken: [name: string, bytes: Uint8Array][] = [
    ['too short', Uint8Array.of(5, 0, 0)],
    ['a length that is not its own', Uint8Array.of(6, 0, 0, 0, 0)],
    ['no end', Uint8Array.of(5, 0, 0, 0, 1)],
    ['an unknown type', Uint8Array.of(8, 0, 0, 0, 99, 97, 0, 0)],
    ['a string without end', Uint8Array.of(14, 0, 0, 0, 2, 97, 0, 2, 0, 0, 0, 98, 98, 0)],
    ['an empty string length', Uint8Array.of(12, 0, 0, 0, 2, 97, 0, 0, 0, 0, 0, 0)],
    ['a value longer than the document', Uint8Array.of(10, 0, 0, 0, 16, 97, 0, 1, 0, 0)],
  ]
  it.each(broken)('refuses bytes with %s', (_name, bytes) => {
    expect(() => new Document(bytes).check()).toThrow(MalformedError)
  })

  it('finds a field by its name, the first of several, also beyond ASCII', () => {
    const [names, id] = [['ab', 'a', 'é', 'a', ''], bson({ 0: 1 }).get('0')!]
    const made = documentOf(names.map((name, index) => [name, int(index)]))
    expect(['ab', 'a', 'é', ''].map((name) => made.get(name)?.int32)).toEqual([0, 1, 2, 4])
    expect(['b', 'abc', 'e', 'éa'].map((name) => made.get(name))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(id.int32).toBe(1)
  })

  it.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740992', -9007199254740992],
    ['9007199254740992', 9007199254740992n],
    ['-1', -1],
    ['4294967296', 4294967296],
  ])('reads the long %s exactly', (text, number) => {
    expect(bson({ a: Long.fromString(text) }).get('a')!.long).toBe(number)
  })

  it('checks everything in it, however deep', () => {
    let deep = {}
    for (let level = 1; level < 180; level++) deep = { a: deep }
    expect(() => bson(deep).check()).not.toThrow()
    expect(() => bson({ a: deep }).check()).toThrow('nested deeper than 180 levels')
    expect(() =>
      bson({ a: [new Code('f', { x: 1 }), /a/i, new DBRef('c', new ObjectId())] }).check(),
    ).not.toThrow()
  })

  it('goes back to the same object', () => {
    const object = { a: 1, b: [1, 'x', null, { c: true }], d: new Date(5) }
    expect(plain(bson(object))).toEqual(object)
  })
})

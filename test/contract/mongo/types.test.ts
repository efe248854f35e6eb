/** BSON types: all of them come back as they went, and are compared as MongoDB compares them. */
import {
  Binary,
  BSONRegExp,
  Code,
  DBRef,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb'
import { expect, it } from 'vitest'
import { ids, onEachMongod } from './suite.ts'

const VALUES: Record<string, unknown> = {
  double: new Double(1.5),
  wholeDouble: new Double(3),
  negativeZero: new Double(-0),
  infinite: new Double(Number.NEGATIVE_INFINITY),
  text: 'tëxt \u{1F600} \0 end',
  empty: '',
  object: { a: { b: {} } },
  array: [new Int32(1), ['nested', []], null],
  binary: new Binary(Buffer.from([0, 1, 255])),
  userBinary: new Binary(Buffer.from('own'), 128),
  uuid: new UUID('00112233-4455-6677-8899-aabbccddeeff'),
  objectId: new ObjectId('0123456789abcdef01234567'),
  yes: true,
  no: false,
  date: new Date('2014-06-12T20:00:00.123Z'),
  oldDate: new Date(-1),
  none: null,
  pattern: new BSONRegExp('^a.*b$', 'im'),
  code: new Code('return 1'),
  codeWithScope: new Code('return x', { x: new Int32(1) }),
  int: new Int32(-2_147_483_648),
  timestamp: new Timestamp({ t: 4_294_967_295, i: 7 }),
  long: Long.MAX_VALUE,
  smallLong: Long.fromNumber(5),
  decimal: Decimal128.fromString('-1234567890.12300'),
  strangeDecimal: Decimal128.fromString('NaN'),
  min: new MinKey(),
  max: new MaxKey(),
}

const RAW = { promoteValues: false, bsonRegExp: true } as const

onEachMongod('BSON', (mongo) => {
  it.each(Object.entries(VALUES))('comes back as it went: %s', async (_, value) => {
    const things = await mongo.with({ _id: 1, value })
    expect(await things.findOne({}, { ...RAW, projection: { _id: 0 } })).toEqual({ value })
  })

  it('keeps the order of keys, also of those that look like numbers', async () => {
    const keys = ['z', '10', '2', 'a', '1']
    const things = mongo.fresh()
    await things.insertOne(
      new Map<string, unknown>([['_id', 1], ...keys.map((key) => [key, key] as [string, string])]) as never,
    )
    const raw = await mongo.db.collection(things.collectionName).findOne({}, { raw: true })
    // An object of JavaScript could not tell: it puts numbers first.
    const text = Buffer.from(raw as unknown as Uint8Array).toString('latin1')
    const places = keys.map((key) => text.indexOf(`\x02${key}\0`))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  it('is the same bytes when it is read raw', async () => {
    const document = { _id: new Int32(1), b: new Double(2), a: Long.fromNumber(3), c: { z: 1, y: [1] } }
    const { BSON } = await import('mongodb')
    const things = await mongo.with(document)
    const raw = await mongo.db.collection(things.collectionName).findOne({}, { raw: true })
    expect(Buffer.from(raw as unknown as Uint8Array)).toEqual(Buffer.from(BSON.serialize(document)))
  })

  it('stands in one order over all types', async () => {
    const ordered: unknown[] = [
      new MinKey(),
      null,
      new Double(Number.NaN),
      Long.fromNumber(-5),
      new Double(1.5),
      Decimal128.fromString('2'),
      'a',
      'b',
      { a: 1 },
      [],
      new Binary(Buffer.from('x')),
      new ObjectId(),
      false,
      true,
      new Date(0),
      new Timestamp({ t: 1, i: 1 }),
      new BSONRegExp('a'),
      new MaxKey(),
    ]
    const documents = ordered.map((value, _id) => ({ _id, value: { v: value } }))
    const things = await mongo.with(...documents.toReversed())
    const sorted = await things.find().sort({ value: 1 }).toArray()
    expect(ids(sorted)).toEqual(ordered.map((_, index) => index))
  })

  it('compares numbers of all types by their value', async () => {
    const five = [new Int32(5), new Double(5), Long.fromNumber(5), Decimal128.fromString('5.0')]
    const things = await mongo.with(...five.map((value, _id) => ({ _id, value })))
    for (const value of five) expect(await things.countDocuments({ value })).toBe(4)
    expect(await things.countDocuments({ value: { $type: 'long' } })).toBe(1)
    expect(await things.countDocuments({ value: { $type: 'number' } })).toBe(4)
    const large = await mongo.with({ _id: Long.fromString('9007199254740993') })
    expect(await large.countDocuments({ _id: 9_007_199_254_740_992 as never })).toBe(0)
  })

  it('compares embedded documents by all their fields in order', async () => {
    const things = await mongo.with({ _id: 1, o: { a: 1, b: 2 } })
    const count = (o: Document) => things.countDocuments({ o })
    expect(await count({ a: 1, b: 2 })).toBe(1)
    expect(await count({ b: 2, a: 1 })).toBe(0)
    expect(await count({ a: 1 })).toBe(0)
    expect(await things.countDocuments({ 'o.b': 2 })).toBe(1)
  })

  it('finds null and what is missing', async () => {
    const things = await mongo.with({ _id: 1, a: null }, { _id: 2 }, { _id: 3, a: [] }, { _id: 4, a: [null] })
    const find = async (filter: Document) => ids(await things.find(filter).sort({ _id: 1 }).toArray())
    expect(await find({ a: null })).toEqual([1, 2, 4])
    expect(await find({ a: { $exists: false } })).toEqual([2])
    expect(await find({ a: { $type: 'null' } })).toEqual([1, 4])
    expect(await find({ a: { $ne: null } })).toEqual([3])
  })

  it('keeps references to other documents', async () => {
    const reference = new DBRef('people', new ObjectId(), 'elsewhere')
    const things = await mongo.with({ _id: 1, reference })
    const found = await things.findOne<{ reference: DBRef }>()
    expect(found!.reference).toBeInstanceOf(DBRef)
    expect(found!.reference.toJSON()).toEqual(reference.toJSON())
    expect(await things.countDocuments({ 'reference.$id': reference.oid })).toBe(1)
  })

  it('gives an empty timestamp of an insert its time', async () => {
    const things = await mongo.with({
      _id: 1,
      t: new Timestamp({ t: 0, i: 0 }),
      in: { t: new Timestamp({ t: 0, i: 0 }) },
    })
    const found = await things.findOne<{ t: Timestamp; in: { t: Timestamp } }>()
    expect(Math.abs(found!.t.t - Date.now() / 1000)).toBeLessThan(60)
    expect(found!.in.t.isZero()).toBe(true)
  })
})

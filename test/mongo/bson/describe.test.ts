import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'bson'
import { describe, expect, it } from 'vitest'
import { describeNumber, describe as written } from '../../../server/mongo/bson/describe.ts'
import { UNDEFINED } from '../../../server/mongo/bson/values.ts'
import { value } from '../../support/bson.ts'

const ID = new ObjectId('0123456789abcdef01234567')

describe('a value in an error message', () => {
  it.each<[of: unknown, text: string]>([
    [1, '1'],
    [new Double(1), '1.0'],
    [1.5, '1.5'],
    [new Double(-0), '-0.0'],
    [0.1 + 0.2, '0.3'],
    [1e-5, '1e-05.0'],
    [1.5e300, '1.5e+300'],
    [new Double(123456789), '123456789.0'],
    [Number.NaN, 'nan.0'],
    [Number.NEGATIVE_INFINITY, '-inf.0'],
    [Long.fromString('9007199254740993'), '9007199254740993'],
    [new Int32(-7), '-7'],
    [Decimal128.fromString('1.50'), '1.50'],
    ['a "b"', '"a "b""'],
    [new BSONSymbol('s'), '"s"'],
    ['x'.repeat(159), `"${'x'.repeat(159)}"`],
    ['x'.repeat(160), `"${'x'.repeat(70)}..."`],
    [true, 'true'],
    [null, 'null'],
    [ID, "ObjectId('0123456789abcdef01234567')"],
    [new Date(-5), 'new Date(-5)'],
    [new Timestamp({ t: 0xffffffff, i: 2 }), 'Timestamp(4294967295, 2)'],
    [new BSONRegExp('^a', 'im'), '/^a/im'],
    [new Code('f()'), 'f()'],
    [new Binary(Uint8Array.of(1, 0xab), 5), 'BinData(5, 01AB)'],
    [new UUID('00112233-4455-6677-8899-aabbccddeeff'), 'UUID("00112233-4455-6677-8899-aabbccddeeff")'],
    [new MinKey(), 'MinKey'],
    [new MaxKey(), 'MaxKey'],
    [{}, '{}'],
    [[], '[]'],
    [{ a: 1, b: ['x', {}] }, '{ a: 1, b: [ "x", {} ] }'],
    [new DBRef('c', ID), `{ $ref: "c", $id: ObjectId('0123456789abcdef01234567') }`],
  ])('%j is written as mongod does', (of, text) => {
    expect(written(value(of))).toBe(text)
  })

  it('can be undefined', () => {
    expect(written(UNDEFINED)).toBe('undefined')
  })

  it('is a number of up to 16 digits', () => {
    expect([1e15, 1e16, 1 / 3, -2.5e-7, 0].map((number) => describeNumber(number))).toEqual([
      '1000000000000000',
      '1e+16',
      '0.3333333333333333',
      '-2.5e-07',
      '0',
    ])
  })
})

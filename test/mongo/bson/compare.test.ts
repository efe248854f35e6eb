import { Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareValues, valueKey } from '../../../server/mongo/bson/compare.ts'
import { value } from '../../support/bson.ts'

const decimal = (text: string) => Decimal128.fromString(text)

/** From the least to the greatest; what stands in one list is equal. */
const ORDER: unknown[][] = [
  [new MinKey()],
  [null],
  [Number.NaN, decimal('NaN')],
  [Number.NEGATIVE_INFINITY, decimal('-Infinity')],
  [decimal('-1E+6000')],
  [-1.5, decimal('-1.50')],
  [-0.5],
  [0, -0, Long.ZERO, decimal('0'), decimal('0E+5')],
  [decimal('0.1')],
  [0.1],
  [decimal('0.5'), 0.5],
  [1, new Double(1), Long.ONE, decimal('1'), decimal('1.000')],
  [Long.fromString('9007199254740992'), 2 ** 53],
  [Long.fromString('9007199254740993'), decimal('9007199254740993')],
  [Long.MAX_VALUE],
  [2 ** 63, decimal('9223372036854775808')],
  [1e300],
  [decimal('1E+6000')],
  [Number.POSITIVE_INFINITY, decimal('Infinity')],
  [''],
  ['A'],
  ['a'],
  ['a\0'],
  ['ab'],
  ['\uffff'],
  ['\u{1f40a}'],
  [{}],
  [{ a: 1 }],
  [{ a: 1, b: 1 }],
  [{ b: 1 }],
  [{ b: 1, a: 1 }],
  [{ a: 'x' }],
  [[]],
  [[1]],
  [[1, 2]],
  [[2]],
  [Buffer.from('b')],
  [Buffer.from('aa')],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('000000000000000000000002')],
  [false],
  [true],
  [new Date(-1)],
  [new Date(1)],
  [new Timestamp({ t: 1, i: 1 })],
  [new Timestamp({ t: 0xffffffff, i: 1 })],
  [/a/],
  [/a/i],
  [new MaxKey()],
]
const ranked = ORDER.flatMap((equals, place) => equals.map((item) => ({ place, value: value(item) })))

describe('the order of values', () => {
  it('is that of MongoDB, across types and among all kinds of numbers', () => {
    for (const a of ranked) {
      for (const b of ranked) {
        const about = `${a.place} ${a.value.type} and ${b.place} ${b.value.type}`
        expect(Math.sign(compareValues(a.value, b.value)), about).toBe(Math.sign(a.place - b.place))
      }
    }
  })

  it('gives equal values, and no others, the same key', () => {
    for (const a of ranked) {
      for (const b of ranked) {
        const about = `${a.place} ${a.value.type} and ${b.place} ${b.value.type}`
        expect(valueKey(a.value) === valueKey(b.value), about).toBe(a.place === b.place)
      }
    }
  })

  it('orders doubles, longs and ints as mathematics does', () => {
    const number = fc.oneof(
      fc.double(),
      fc.integer().map((n) => new Int32(n)),
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((n) => Long.fromBigInt(n)),
    )
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [x, y] = [value(a), value(b)]
        expect(Math.sign(compareValues(x, y))).toBe(-Math.sign(compareValues(y, x)) + 0)
        expect(valueKey(x) === valueKey(y)).toBe(compareValues(x, y) === 0)
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})

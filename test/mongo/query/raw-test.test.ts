import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Document } from '../../../server/mongo/bson/document.ts'
import type { Match } from '../../../server/mongo/bson/path.ts'
import { documentOf, UNDEFINED } from '../../../server/mongo/bson/values.ts'
import { compileTree } from '../../../server/mongo/query/condition.ts'
import { bson } from '../../support/bson.ts'

/** Few different values, so that equal ones meet often. */
const scalar = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -0,
  1,
  -1,
  1.5,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  new Double(1),
  new Int32(2),
  Long.ONE,
  Long.fromString('9007199254740993'),
  Long.MIN_VALUE,
  Decimal128.fromString('1.0'),
  Decimal128.fromString('NaN'),
  '',
  'a',
  'ab',
  'b',
  'ä',
  new BSONSymbol('a'),
  new ObjectId('000000000000000000000001'),
  new ObjectId('ff0000000000000000000001'),
  new Date(0),
  new Date(-1),
  new Date(2 ** 40),
  new Timestamp({ t: 0xffffffff, i: 1 }),
  new Binary(Uint8Array.of(1)),
  new BSONRegExp('a', 'i'),
  new Code('a'),
  new MinKey(),
  new MaxKey(),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 2, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'aa'), tie('value'), { maxKeys: 2 }) },
  ),
}))
const document = fc.dictionary(fc.constantFrom('a', 'b', 'aa', 'c'), value, { maxKeys: 4 })
const comparison = fc
  .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), value)
  .filter(([operator, bound]) => operator === '$eq' || !(bound instanceof BSONRegExp))
  .map(([operator, bound]) => [operator, bound] as const)
const conditions = fc.oneof(
  fc
    .uniqueArray(comparison, { selector: ([operator]) => operator, minLength: 1, maxLength: 2 })
    .map(Object.fromEntries),
  fc.boolean().map(($exists) => ({ $exists })),
)
const filter = fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'aa.a', 'c', 'b.0'), conditions, {
  minKeys: 1,
  maxKeys: 2,
})

describe('tests over raw bytes', () => {
  it('answer as the general way does, for documents and conditions of all types', () => {
    let found = 0
    fc.assert(
      fc.property(filter, fc.array(document, { minLength: 5, maxLength: 5 }), (conditions, documents) => {
        const quick = compileTree(bson(conditions), { scope: undefined, nested: false })
        const general = compileTree(bson(conditions), { scope: undefined, nested: false, general: true })
        for (const object of documents) {
          const [one, other]: Match[] = [{}, {}]
          const answer = quick(bson(object), one)
          expect(answer).toBe(general(bson(object), other))
          expect(one).toEqual(other)
          if (answer) found++
        }
      }),
      { seed: 7, numRuns: 1500 },
    )
    expect(found).toBeGreaterThan(1000)
  })

  it('take undefined for null, as long as it is not asked for', () => {
    const quick = compileTree(bson({ a: null }), { scope: undefined, nested: false })
    expect(quick(documentOf([['a', UNDEFINED]]))).toBe(true)
  })

  it('come to an end on bytes that are not BSON', () => {
    const quick = compileTree(bson({ a: 1 }), { scope: undefined, nested: false })
    expect(quick(new Document(Uint8Array.of(10, 0, 0, 0, 16, 98, 98, 98, 98, 98)))).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { readCollation } from '../../../server/mongo/administration/collation.ts'
import { compareValues, valueKey } from '../../../server/mongo/bson/compare.ts'
import { compileFilter } from '../../../server/mongo/query/filter.ts'
import { compileSort } from '../../../server/mongo/query/sort.ts'
import { bson, plain, value } from '../../support/bson.ts'

function scopeOf(collation: object) {
  return { variables: new Map(), now: 0, random: () => 0, collation: readCollation(bson(collation)) }
}

function sorted(collation: object, texts: string[]): unknown[] {
  const items = texts.map((a) => ({ document: bson({ a }) }))
  return compileSort(bson({ a: 1 }), scopeOf(collation))(items).map((item) => item.document.get('a')!.text)
}

function equal(collation: object, a: string, b: string): boolean {
  return compileFilter(bson({ a }), scopeOf(collation))(bson({ a: b }))
}

describe('a collation', () => {
  it('sorts as a language does', () => {
    expect(sorted({ locale: 'de' }, ['z', 'ä', 'a', 'Z', 'A'])).toEqual(['a', 'A', 'ä', 'z', 'Z'])
    expect(sorted({ locale: 'sv' }, ['z', 'ä', 'a'])).toEqual(['a', 'z', 'ä'])
    expect(sorted({ locale: 'en', numericOrdering: true }, ['a10', 'a9'])).toEqual(['a9', 'a10'])
    expect(sorted({ locale: 'en', caseFirst: 'upper' }, ['a', 'A'])).toEqual(['A', 'a'])
    expect(sorted({ locale: 'fr_CA', backwards: true }, ['coté', 'côte', 'côté', 'cote'])).toEqual([
      'cote',
      'côte',
      'coté',
      'côté',
    ])
  })

  it.each<[collation: object, equals: [string, string][], different: [string, string][]]>([
    [{ locale: 'en', strength: 1 }, [['a', 'Á']], [['a', 'b']]],
    [{ locale: 'en', strength: 2 }, [['á', 'Á']], [['a', 'á']]],
    [{ locale: 'en', strength: 1, caseLevel: true }, [['a', 'á']], [['a', 'A']]],
    [{ locale: 'en' }, [['é', 'e\u0301']], [['a', 'A']]],
    [
      { locale: 'en', alternate: 'shifted' },
      [
        ['a-b', 'ab'],
        ['a b', 'ab'],
      ],
      [['ab', 'ac']],
    ],
    [{ locale: 'en', alternate: 'shifted', maxVariable: 'space' }, [['a b', 'ab']], [['a-b', 'ab']]],
    [{ locale: 'en', alternate: 'shifted', strength: 4 }, [['ab', 'ab']], [['a-b', 'ab']]],
    [{ locale: 'en', strength: 5 }, [['a', 'a']], [['é', 'e\u0301']]],
  ])('%j says which texts are equal', (collation, equals, different) => {
    for (const [a, b] of equals) expect(equal(collation, a, b), `${a} ${b}`).toBe(true)
    for (const [a, b] of different) expect(equal(collation, a, b), `${a} ${b}`).toBe(false)
  })

  it('counts in ranges, lists, embedded documents and arrays, but not for names', () => {
    const scope = scopeOf({ locale: 'en', strength: 2 })
    const matches = (filter: object, document: object) => compileFilter(bson(filter), scope)(bson(document))
    expect(matches({ a: { $lte: 'B' } }, { a: 'b' })).toBe(true)
    expect(matches({ a: { $in: ['X', 'Y'] } }, { a: 'y' })).toBe(true)
    expect(matches({ a: { $in: [...'ABCDEFGHIJ'] } }, { a: 'j' })).toBe(true)
    expect(matches({ a: { x: ['P'] } }, { a: { x: ['p'] } })).toBe(true)
    expect(matches({ a: { X: 1 } }, { a: { x: 1 } })).toBe(false)
    expect(matches({ a: { $ne: 'A' } }, { a: 'a' })).toBe(false)
    expect(matches({ a: { $regex: '^A' } }, { a: 'a' })).toBe(false)
  })

  it('gives equal texts, and no others, the same key', () => {
    const collation = readCollation(bson({ locale: 'en', strength: 2 }))
    const values = ['a', 'B', 'A', 'b', 'á', 'ab', 'AB', ''].map((text) => value(text))
    for (const a of values) {
      for (const b of values) {
        expect(valueKey(a, collation) === valueKey(b, collation)).toBe(compareValues(a, b, collation) === 0)
      }
    }
  })

  it('says in full what it is', () => {
    expect(plain(readCollation(bson({ locale: 'de', strength: 1 }))!.specification)).toEqual({
      locale: 'de',
      caseLevel: false,
      caseFirst: 'off',
      strength: 1,
      numericOrdering: false,
      alternate: 'non-ignorable',
      maxVariable: 'punct',
      normalization: false,
      backwards: false,
      version: '57.1',
    })
  })

  it('is none when nothing is said, or simple', () => {
    expect(readCollation(bson({}))).toBeUndefined()
    expect(readCollation(bson({ locale: 'simple' }))).toBeUndefined()
  })

  it.each([
    [{ strength: 1 }, 40414, "BSON field 'collation.locale' is missing but a required field"],
    [{ locale: 1 }, 14, "BSON field 'collation.locale' is the wrong type 'int', expected type 'string'"],
    [{ locale: 'en', foo: 1 }, 40415, "BSON field 'collation.foo' is an unknown field."],
    [{ locale: '' }, 2, 'Field \'locale\' cannot be the empty string in: { locale: "" }'],
    [{ locale: 'xx' }, 2, 'Field \'locale\' is invalid in: { locale: "xx" }'],
    [{ locale: 'en-US' }, 2, 'Field \'locale\' is invalid in: { locale: "en-US" }'],
    [
      { locale: 'en', strength: 6 },
      2,
      "Enumeration value '6' for field 'collation.strength' is not a valid value.",
    ],
    [
      { locale: 'en', caseFirst: 'x' },
      2,
      "Enumeration value 'x' for field 'collation.caseFirst' is not a valid value.",
    ],
    [
      { locale: 'en', caseLevel: 'x' },
      14,
      "BSON field 'collation.caseLevel' is the wrong type 'string', expected types '[bool, long, int, decimal, double]'",
    ],
    [
      { locale: 'en', backwards: true, strength: 1 },
      2,
      `'backwards' is invalid with 'strength' of 1 in: { locale: "en", backwards: true, strength: 1 }`,
    ],
    [
      { locale: 'simple', strength: 1 },
      9,
      'If locale=simple, no other fields should be present in: { locale: "simple", strength: 1 }',
    ],
  ])('%j is refused as mongod does', (collation, code, message) => {
    expect(() => readCollation(bson(collation))).toThrow(expect.objectContaining({ code, message }))
  })
})

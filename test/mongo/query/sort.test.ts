import { Long } from 'bson'
import { describe, expect, it } from 'vitest'
import { compileSort } from '../../../server/mongo/query/sort.ts'
import { bson, plain } from '../../support/bson.ts'
import { SCOPE } from '../../support/parts.ts'

function sorted(specification: object, documents: object[]) {
  return compileSort(bson(specification))(documents.map((document) => ({ document: bson(document) }))).map(
    (item) => plain(item.document),
  )
}

describe('sorting', () => {
  it('puts documents in order by several paths, each up or down', () => {
    const documents = [
      { a: 1, b: { c: 1 } },
      { a: 2, b: { c: 1 } },
      { a: 1, b: { c: 2 } },
    ]
    expect(sorted({ a: 1, 'b.c': -1 }, documents)).toEqual([documents[2], documents[0], documents[1]])
  })

  it('keeps the order of equal documents, up and down', () => {
    const documents = [
      { _id: 3, a: 1 },
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ]
    expect(sorted({ a: 1 }, documents)).toEqual(documents)
    expect(sorted({ a: -1 }, documents)).toEqual(documents)
  })

  it('orders types as MongoDB does: an empty array, null and missing, numbers, text', () => {
    const documents = [{ a: 'x' }, { a: 5 }, {}, { a: [] }]
    expect(sorted({ a: 1 }, documents)).toEqual([{ a: [] }, {}, { a: 5 }, { a: 'x' }])
  })

  it('takes the least element of an array going up, the greatest going down', () => {
    const documents = [{ a: [5, 1] }, { a: 2 }, { a: [3] }]
    expect(sorted({ a: 1 }, documents)).toEqual([{ a: [5, 1] }, { a: 2 }, { a: [3] }])
    expect(sorted({ a: -1 }, documents)).toEqual([{ a: [5, 1] }, { a: [3] }, { a: 2 }])
  })

  it('turns the natural order round', () => {
    expect(sorted({ $natural: -1 }, [{ a: 1 }, { a: 2 }])).toEqual([{ a: 2 }, { a: 1 }])
    expect(sorted({ $natural: 1 }, [{ a: 1 }, { a: 2 }])).toEqual([{ a: 1 }, { a: 2 }])
    expect(sorted({}, [{ a: 2 }, { a: 1 }])).toEqual([{ a: 2 }, { a: 1 }])
  })

  it('takes the first of the keys that an index would hold, over arrays in several paths', () => {
    const one = {
      a: [
        { b: 1, c: 2 },
        { b: 2, c: 9 },
      ],
    }
    const other = { a: { b: 1, c: 5 } }
    expect(sorted({ 'a.b': 1, 'a.c': -1 }, [one, other])).toEqual([other, one])
    expect(sorted({ 'a.b': -1, 'a.c': -1 }, [other, one])).toEqual([one, other])
  })

  it('goes through arrays by name and by index', () => {
    expect(sorted({ 'a.1': 1 }, [{ a: [1, 5] }, { a: [9, 2] }])).toEqual([{ a: [9, 2] }, { a: [1, 5] }])
    expect(sorted({ 'a.b': 1 }, [{ a: [{ b: 3 }, 7] }, { a: 1 }, { a: [] }, { a: [{ b: [0] }] }])).toEqual([
      { a: [{ b: 3 }, 7] },
      { a: 1 },
      { a: [] },
      { a: [{ b: [0] }] },
    ])
  })

  it('orders all kinds of numbers, texts by code points, and dates before the epoch', () => {
    const documents = [{ a: '\u{1f40a}' }, { a: '\uffff' }, { a: Long.fromNumber(3) }, { a: 2.5 }]
    expect(sorted({ a: -1 }, documents)).toEqual([{ a: '\u{1f40a}' }, { a: '\uffff' }, { a: 3 }, { a: 2.5 }])
    expect(sorted({ a: 1 }, [{ a: new Date(1) }, { a: new Date(-1) }])).toEqual([
      { a: new Date(-1) },
      { a: new Date(1) },
    ])
  })

  it('takes whatever has a document', () => {
    const items = [2, 1].map((a) => ({ name: `item ${a}`, document: bson({ a }) }))
    expect(compileSort(bson({ a: 1 }))(items).map((item) => item.name)).toEqual(['item 1', 'item 2'])
  })

  it('refuses arrays that run side by side', () => {
    const parallel = { a: [1, 2], b: [1, 2] }
    expect(() => sorted({ a: 1, b: 1 }, [parallel, {}])).toThrow(
      expect.objectContaining({ code: 2, message: 'cannot sort with keys that are parallel arrays' }),
    )
  })

  it.each([
    [{ a: 2 }, 15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)'],
    [{ a: 'up' }, 15974, 'Illegal key in $sort specification: a: "up"'],
    [{ a: { $meta: 'textScore' } }, 40218, 'query requires text score metadata, but it is not available'],
    [{ a: { $meta: 'foo' } }, 31138, 'Illegal $meta sort: $meta: "foo"'],
    [{ a: { $meta: 'randVal' } }, 238, 'sorting by randVal is not implemented by this server'],
    [{ a: { $meta: 'textScore', b: 1 } }, 9, 'Cannot have additional keys in a $meta sort specification'],
    [{ a: { b: 1 } }, 17312, '$meta is the only expression supported by $sort right now'],
    [{ '': 1 }, 40352, 'FieldPath cannot be constructed with empty string'],
    [{ 'a.': 1 }, 40353, "FieldPath must not end with a '.'."],
    [{ 'a..b': 1 }, 15998, 'FieldPath field names may not be empty strings.'],
    [{ $natural: 2 }, 2, '$natural sort cannot be set to a value other than -1 or 1.'],
    [{ $natural: 1, a: 1 }, 2, "Cannot include '$natural' in compound sort: { $natural: 1, a: 1 }"],
  ])('refuses %j', (specification, code, message) => {
    expect(() => compileSort(bson(specification), SCOPE)).toThrow(expect.objectContaining({ code, message }))
  })
})

import { describe, expect, it } from 'vitest'
import { compileSort } from '../../server/mongo/sort.ts'
import { bson, plain } from '../support/bson.ts'

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

  it.each([
    [{ a: 2 }, 15975],
    [{ a: 'up' }, 15974],
    [{ a: { $meta: 'textScore' } }, 40218],
  ])('refuses %j', (specification, code) => {
    expect(() => compileSort(bson(specification))).toThrow(expect.objectContaining({ code }))
  })
})

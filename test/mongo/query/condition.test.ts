import { describe, expect, it } from 'vitest'
import { compileCondition, matchesValue } from '../../../server/mongo/query/condition.ts'
import { compileFilter, type Match } from '../../../server/mongo/query/filter.ts'
import { bson, value } from '../../support/bson.ts'

describe('the position of the element that was found', () => {
  it.each<[filter: object, document: object, position: number | undefined]>([
    [{ a: 1 }, { a: 1 }, undefined],
    [{ a: 2 }, { a: [1, 2] }, 1],
    [{ a: [1, 2] }, { a: [1, 2] }, undefined],
    [{ a: [1, 2] }, { a: [0, [1, 2]] }, 1],
    [{ a: { $gt: 1 } }, { a: [0, 5, 6] }, 1],
    [{ a: { $in: [6, 5] } }, { a: [0, 5, 6] }, 1],
    [{ a: /x/ }, { a: ['y', 'x'] }, 1],
    [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: 2 }] }, 1],
    [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: [0, 0, 2] }] }, 1],
    [{ 'a.b': 2 }, { a: { b: [0, 0, 2] } }, 2],
    [{ 'a.1': 2 }, { a: [1, 2] }, 1],
    [{ a: { $elemMatch: { b: 2 } } }, { a: [{ b: 1 }, { b: 2 }] }, 1],
    [{ 'a.b': { $elemMatch: { $gt: 1 } } }, { a: [{ b: [0] }, { b: [0, 2] }] }, 1],
    [{ a: { $all: [1, 3] } }, { a: [1, 2, 3] }, 2],
    [{ a: 1, b: 2 }, { a: [0, 1], b: [2] }, 0],
    [{ b: 2, a: 1 }, { a: [0, 1], b: [2] }, 1],
    [{ a: 1, b: 2 }, { a: [0, 1], b: 2 }, 1],
    [{ $or: [{ a: 1 }, { b: 2 }] }, { a: [0, 1], b: [2] }, 1],
    [{ $and: [{ a: 1 }, { c: 1 }] }, { a: [0, 1], c: 1 }, 1],
    [{ a: 1, b: { $ne: 5 } }, { a: [0, 1], b: [5].slice(1) }, 1],
    [{ a: { $ne: 5 } }, { a: [0, 1] }, undefined],
    [{ a: { $size: 2 } }, { a: [0, 1] }, undefined],
    [{ a: { $exists: true } }, { a: [0, 1] }, undefined],
  ])('of %j in %j is %s', (filter, document, position) => {
    const match: Match = {}
    expect(compileFilter(bson(filter))(bson(document), match)).toBe(true)
    expect(match.position).toBe(position)
  })
})

describe('conditions on a bare value', () => {
  it.each<[conditions: object, yes: unknown[], no: unknown[]]>([
    [{ $gt: 3 }, [4], [3, '4', [4]]],
    [{ $gte: 3, $lt: 5 }, [3, 4], [5]],
    [{ $in: [1, /x/] }, [1, 'ax'], [2]],
    [{ $not: { $gt: 3 } }, [1, 'x'], [4]],
    [{ $exists: true }, [null, 1], []],
    [{ $size: 1 }, [[1]], [1, []]],
    [{ a: 1 }, [{ a: 1 }, { a: [1] }], [{}, 1]],
    [{ a: { $gt: 1 }, b: 2 }, [{ a: 2, b: 2 }], [{ a: 2 }]],
    [{ $or: [{ a: 1 }, { a: 2 }] }, [{ a: 2 }], [{ a: 3 }, 2]],
    [{}, [{}, { a: 1 }], [1]],
  ])('%j passes the right ones', (conditions, yes, no) => {
    const passes = matchesValue(bson(conditions))
    expect([...yes, ...no].filter((of) => passes(value(of)))).toEqual(yes)
  })
})

describe('a condition', () => {
  it('goes with one path', () => {
    const condition = compileCondition('a.b', value({ $gt: 1 }))
    expect(condition(bson({ a: { b: 2 } }))).toBe(true)
    expect(condition(bson({ a: { b: 1 } }))).toBe(false)
  })
})

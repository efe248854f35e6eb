import { BSONRegExp, Decimal128, Long } from 'bson'
import { describe, expect, it } from 'vitest'
import { compileFilter } from '../../server/mongo/filter.ts'
import { bson } from '../support/bson.ts'

/** Which of the documents a filter means. */
function matching(filter: object, documents: object[]): object[] {
  const isMeant = compileFilter(bson(filter))
  return documents.filter((document) => isMeant(bson(document)))
}

const meant: [filter: object, yes: object[], no: object[]][] = [
  [{}, [{}, { a: 1 }], []],
  [
    { a: 1 },
    [{ a: 1 }, { a: 1.0 }, { a: Long.ONE }, { a: Decimal128.fromString('1.0') }, { a: [0, 1] }],
    [{ a: '1' }, {}, { a: [[1]] }],
  ],
  [{ a: null }, [{}, { a: null }, { a: [null] }], [{ a: 0 }, { a: [] }]],
  [{ 'a.b': null }, [{}, { a: {} }, { a: 5 }, { a: [{}, { b: 1 }] }], [{ a: { b: 1 } }, { a: [{ b: 1 }] }]],
  [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [2, 1] }, { a: [1, 2, 3] }]],
  [{ a: { x: 1, y: 2 } }, [{ a: { x: 1, y: 2 } }], [{ a: { y: 2, x: 1 } }, { a: { x: 1 } }]],
  [{ 'a.b.c': 1 }, [{ a: { b: { c: 1 } } }, { a: [{ b: [{ c: [1] }] }] }], [{ a: { b: 1 } }, { 'a.b.c': 1 }]],
  [{ 'a.0': 1 }, [{ a: [1, 2] }, { a: { 0: 1 } }, { a: [{ 0: 1 }] }], [{ a: [2, 1] }]],
  [{ 'a.1.b': 1 }, [{ a: [0, { b: 1 }] }], [{ a: [{ b: 1 }] }]],
  [{ a: 1, b: 2 }, [{ a: 1, b: 2 }], [{ a: 1 }, { b: 2 }]],
  [{ a: { $ref: 'x', $id: 1 } }, [{ a: { $ref: 'x', $id: 1 } }], [{ a: { $ref: 'x', $id: 2 } }]],
  [{ a: { $eq: 1 } }, [{ a: 1 }], [{ a: 2 }]],
  [{ a: { $ne: 1 } }, [{ a: 2 }, {}, { a: [2] }], [{ a: 1 }, { a: [1, 2] }]],
  [{ a: { $gt: 1 } }, [{ a: 2 }, { a: [0, 2] }], [{ a: 1 }, { a: '2' }, {}, { a: Number.NaN }]],
  [{ a: { $gte: 1, $lt: 3 } }, [{ a: 1 }, { a: 2.9 }, { a: [0, 5] }], [{ a: 3 }, { a: 0 }]],
  [{ a: { $lte: 'b' } }, [{ a: 'a' }, { a: 'b' }], [{ a: 'c' }, { a: 1 }]],
  [{ a: { $gte: null } }, [{ a: null }, {}], [{ a: 0 }]],
  [{ a: { $gt: null } }, [], [{ a: null }, {}, { a: 0 }]],
  [{ a: { $gte: Number.NaN } }, [{ a: Number.NaN }], [{ a: 1 }]],
  [{ a: { $gt: new Date(0) } }, [{ a: new Date(1) }], [{ a: 1 }, { a: new Date(-1) }]],
  [
    { a: { $in: [1, 'x', null, /^y/] } },
    [{ a: 1 }, { a: 'x' }, {}, { a: 'yes' }, { a: ['yes'] }],
    [{ a: 2 }, { a: 'no' }],
  ],
  [{ a: { $in: [] } }, [], [{}, { a: 1 }]],
  [{ a: { $nin: [1, 2] } }, [{ a: 3 }, {}], [{ a: 1 }, { a: [3, 2] }]],
  [{ a: { $exists: true } }, [{ a: 1 }, { a: null }, { a: [] }], [{}]],
  [{ a: { $exists: 0 } }, [{}], [{ a: null }]],
  [
    { 'a.b': { $exists: true } },
    [{ a: { b: 1 } }, { a: [{}, { b: 1 }] }],
    [{ a: 1 }, { a: [] }, { a: [{}] }],
  ],
  [{ a: { $not: { $gt: 1 } } }, [{ a: 1 }, {}, { a: 'x' }], [{ a: 2 }]],
  [{ a: { $not: /x/ } }, [{ a: 'y' }, { a: 1 }], [{ a: 'x' }]],
  [{ $and: [{ a: { $gt: 0 } }, { a: { $lt: 5 } }] }, [{ a: 3 }], [{ a: 5 }]],
  [{ $or: [{ a: 1 }, { b: 1 }] }, [{ a: 1 }, { b: 1 }], [{ c: 1 }]],
  [{ $nor: [{ a: 1 }, { b: 1 }] }, [{ c: 1 }], [{ a: 1 }, { b: 1 }]],
  [{ $or: [{ a: 1 }], b: 2 }, [{ a: 1, b: 2 }], [{ a: 1 }]],
  [
    { a: /bra/i },
    [{ a: 'Brazil' }, { a: ['x', 'BRA'] }, { a: /bra/i }],
    [{ a: 'b' }, { a: 1 }, { a: /bra/ }],
  ],
  [{ a: { $regex: '^b', $options: 'im' } }, [{ a: 'B' }, { a: 'a\nb' }], [{ a: 'ab' }]],
  [{ a: { $regex: 'a b # c', $options: 'x' } }, [{ a: 'ab' }], [{ a: 'a b' }]],
  [{ a: new BSONRegExp('(?i)B', '') }, [{ a: 'b' }], [{ a: 'a' }]],
  [{ a: { $regex: '^.$' } }, [{ a: '🐊' }], [{ a: 'ab' }]],
  [{ a: { $regex: 'a\\_b' } }, [{ a: 'a_b' }], [{ a: 'ab' }]],
  [{ $comment: 'why', a: 1 }, [{ a: 1 }], [{ a: 2 }]],
]

const refused: [filter: object, code: number, message: string][] = [
  [{ $and: 1 }, 2, '$and must be an array'],
  [{ $or: [] }, 2, '$and/$or/$nor must be a nonempty array'],
  [{ $nor: [1] }, 2, '$or/$and/$nor entries need to be full objects'],
  [{ a: { $gt: 1, $foo: 1 } }, 2, 'unknown operator: $foo'],
  [{ a: { $gt: 1, b: 1 } }, 2, 'unknown operator: b'],
  [{ a: { $in: 1 } }, 2, '$in needs an array'],
  [{ a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
  [{ a: { $nin: 'x' } }, 2, '$nin needs an array'],
  [{ a: { $not: 1 } }, 2, '$not needs a regex or a document'],
  [{ a: { $not: {} } }, 2, '$not cannot be empty'],
  [{ a: { $not: { b: 1 } } }, 2, 'unknown operator: b'],
  [{ a: { $ne: /x/ } }, 2, "Can't have regex as arg to $ne."],
  [{ a: { $gt: /x/ } }, 2, "Can't have RegEx as arg to predicate over field 'a'."],
  [{ a: { $regex: 1 } }, 2, '$regex has to be a string'],
  [{ a: { $regex: 'x', $options: 1 } }, 2, '$options has to be a string'],
  [{ a: { $options: 'i' } }, 2, '$options needs a $regex'],
  [{ a: { $regex: '(' } }, 51091, 'Regular expression is invalid: missing closing parenthesis'],
  [{ $where: 'true' }, 2, 'no globalScriptEngine in $where parsing'],
]

describe('a filter', () => {
  it.each(meant)('%j means the right documents', (filter, yes, no) => {
    expect(matching(filter, [...yes, ...no])).toEqual(yes)
  })

  it.each(refused)('%j is refused as mongod does', (filter, code, message) => {
    expect(() => compileFilter(bson(filter))).toThrow(expect.objectContaining({ code, message }))
  })
})

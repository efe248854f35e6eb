import { Decimal128, Long } from 'bson'
import { describe, expect, it } from 'vitest'
import { compileProjection } from '../../../server/mongo/query/projection.ts'
import { bson, plain } from '../../support/bson.ts'
import { SCOPE } from '../../support/parts.ts'

const match = {
  _id: 1,
  teams: { a: 'Brazil', b: 'Chile' },
  goals: [{ by: 'x', at: 3 }, 7, { by: 'y' }, [{ by: 'z' }]],
  ground: 'Rio',
}

const projected: [specification: object, result: object][] = [
  [{}, match],
  [{ ground: 1 }, { _id: 1, ground: 'Rio' }],
  [{ ground: true, _id: 0 }, { ground: 'Rio' }],
  [
    { ground: 0, goals: false },
    { _id: 1, teams: match.teams },
  ],
  [{ _id: 0, goals: 0, teams: 0 }, { ground: 'Rio' }],
  [{ _id: 1 }, { _id: 1 }],
  [{ _id: 0 }, { teams: match.teams, goals: match.goals, ground: 'Rio' }],
  [
    { _id: 1, goals: 0, teams: 0 },
    { _id: 1, ground: 'Rio' },
  ],
  [{ 'teams.a': 1 }, { _id: 1, teams: { a: 'Brazil' } }],
  [{ teams: { a: 1 } }, { _id: 1, teams: { a: 'Brazil' } }],
  [{ 'ground.name': 1 }, { _id: 1 }],
  [{ 'goals.by': 1 }, { _id: 1, goals: [{ by: 'x' }, { by: 'y' }, [{ by: 'z' }]] }],
  [
    { 'goals.by': 0, teams: 0, ground: 0 },
    { _id: 1, goals: [{ at: 3 }, 7, {}, [{}]] },
  ],
  [
    { 'ground.name': 0, goals: 0, teams: 0 },
    { _id: 1, ground: 'Rio' },
  ],
  [{ nothing: 1 }, { _id: 1 }],
  [{ goals: { $slice: 1 } }, { ...match, goals: [{ by: 'x', at: 3 }] }],
  [{ goals: { $slice: -1 } }, { ...match, goals: [[{ by: 'z' }]] }],
  [
    { goals: { $slice: [1, 2] }, ground: 0 },
    { _id: 1, teams: match.teams, goals: [7, { by: 'y' }] },
  ],
  [
    { goals: { $slice: [-2, 1] }, ground: 1 },
    { _id: 1, goals: [{ by: 'y' }], ground: 'Rio' },
  ],
  [
    { goals: { $slice: 1 }, _id: 1 },
    { _id: 1, goals: [{ by: 'x', at: 3 }] },
  ],
  [
    { goals: { $slice: 1 }, _id: 0 },
    { teams: match.teams, goals: [{ by: 'x', at: 3 }], ground: 'Rio' },
  ],
  [{ ground: { $slice: 1 } }, match],
  [{ goals: { $elemMatch: { by: 'y' } } }, { _id: 1, goals: [{ by: 'y' }] }],
  [
    { goals: { $elemMatch: { $gt: 5 } }, ground: 1 },
    { _id: 1, ground: 'Rio', goals: [7] },
  ],
  [
    { goals: { $elemMatch: { by: 'nobody' } }, ground: 1 },
    { _id: 1, ground: 'Rio' },
  ],
  [
    { goals: { $elemMatch: { by: 'y' } }, ground: 0 },
    { _id: 1, teams: match.teams, goals: [{ by: 'y' }] },
  ],
  [{ ground: { $elemMatch: { $gt: 5 } } }, { _id: 1 }],
  [
    { ground: 1, sum: { $add: [1, 2] } },
    { _id: 1, ground: 'Rio', sum: 3 },
  ],
  [
    { where: '$ground', teams: 'both' },
    { _id: 1, where: 'Rio', teams: 'both' },
  ],
  [
    { 'teams.b': 1, 'teams.c': '$ground' },
    { _id: 1, teams: { b: 'Chile', c: 'Rio' } },
  ],
  [{ 'ground.name': '$ground' }, { _id: 1, ground: { name: 'Rio' } }],
  [{ _id: '$ground' }, { _id: 'Rio' }],
  [{ missing: '$nothing', _id: 0 }, {}],
]

describe('a projection', () => {
  it.each(projected)('%j keeps the right fields', (specification, result) => {
    expect(plain(compileProjection(bson(specification), SCOPE)(bson(match)))).toEqual(result)
  })

  it.each([
    [{ 'goals.by': 'y' }, { 'goals.$': 1 }, { _id: 1, goals: [{ by: 'y' }] }],
    [{ goals: 7 }, { 'goals.$': 1, ground: 1 }, { _id: 1, goals: [7], ground: 'Rio' }],
    [{ goals: { $elemMatch: { by: 'y' } } }, { 'goals.$': 1 }, { _id: 1, goals: [{ by: 'y' }] }],
    [{ $and: [{ ground: 'Rio' }, { goals: { $gt: 5 } }] }, { 'goals.$': 1 }, { _id: 1, goals: [7] }],
    [{ ground: 'Rio' }, { 'ground.$': 1 }, { _id: 1, ground: 'Rio' }],
  ])('of %j answers with the element that was found', (query, specification, result) => {
    expect(plain(compileProjection(bson(specification), SCOPE, bson(query))(bson(match)))).toEqual(result)
  })

  it('refuses the positional operator when the filter found no element', () => {
    const project = compileProjection(bson({ 'goals.$': 1 }), SCOPE, bson({ goals: { $exists: true } }))
    expect(() => project(bson(match))).toThrow(
      expect.objectContaining({
        code: 51246,
        message: "positional operator '.$' couldn't find a matching element in the array",
      }),
    )
  })

  it('says why $slice is neither that of find nor an expression', () => {
    expect(() => compileProjection(bson({ a: { $slice: ['$x', 1, 2, 3] } }), SCOPE)).toThrow(
      /^Invalid \$slice syntax. The given syntax \{ \$slice: \[ "\$x", 1, 2, 3 \] \} did not match the find\(\) syntax because :: Location31272: /,
    )
  })

  it('keeps the order of the document and the bytes of its values', () => {
    const document = bson({ b: Long.ONE, a: Decimal128.fromString('1.00'), 5: 1, c: 1 })
    const result = compileProjection(bson({ a: 1, b: 1, 5: 1 }), SCOPE)(document)
    expect(result.fields.map((field) => field.name)).toEqual(
      document.fields.slice(0, 3).map((field) => field.name),
    )
    for (const field of result.fields)
      expect([...field.value.bytes]).toEqual([...document.get(field.name)!.bytes])
  })

  it.each([
    [{ a: 1, b: 0 }, 31254, 'Cannot do exclusion on field b in inclusion projection'],
    [{ a: 0, b: 1 }, 31253, 'Cannot do inclusion on field b in exclusion projection'],
    [{ a: 1, 'a.b': 1 }, 31249, 'Path collision at a.b remaining portion b'],
    [{ 'a.b': 1, a: 1 }, 31250, 'Path collision at a'],
    [{ 'a.b': 1, 'a.b.c.d': 1 }, 31249, 'Path collision at a.b.c.d remaining portion b.c.d'],
    [{ a: 1, _id: 1, b: 0 }, 31254, 'Cannot do exclusion on field b in inclusion projection'],
    [{ '': 1 }, 40352, 'FieldPath cannot be constructed with empty string'],
    [{ 'a.': 1 }, 40353, "FieldPath must not end with a '.'."],
    [{ 'a..b': 1 }, 15998, 'FieldPath field names may not be empty strings.'],
    [
      { $a: 1 },
      16410,
      "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
    ],
    [{ a: {} }, 51270, 'An empty sub-projection is not a valid value. Found empty object at path'],
    [{ a: 0, b: 'x' }, 31310, 'Cannot use an expression b: "x" in an exclusion projection'],
    [{ a: 0, b: { $add: [1, 2] } }, 31252, 'Cannot use expression other than $meta in exclusion projection'],
    [{ a: { $elemMatch: 1 } }, 31274, 'elemMatch: Invalid argument, object required, but got int'],
    [{ 'a.b': { $elemMatch: {} } }, 31275, 'Cannot use $elemMatch projection on a nested field.'],
    [
      { a: { $elemMatch: { $gt: 1 } }, 'goals.$': 1 },
      31256,
      'Cannot specify positional operator and $elemMatch.',
    ],
    [
      { 'goals.$': 1, a: { $elemMatch: { $gt: 1 } } },
      31255,
      'Cannot specify positional operator and $elemMatch.',
    ],
    [{ 'goals.$': 1, 'a.$': 1 }, 31276, 'Cannot specify more than one positional projection per query.'],
    [{ 'a.$': 1 }, 31277, "Positional projection 'a.$' does not match the query document."],
    [{ 'goals.$.$': 1 }, 31287, 'Cannot use positional operator twice: goals.$.$'],
    [{ 'goals.$': 'x' }, 31308, 'positional projection cannot be used with a literal'],
    [
      { 'goals.$': { $slice: 1 } },
      31271,
      'positional projection cannot be used with an expression or sub object',
    ],
    [{ a: { $meta: 'textScore' } }, 40218, 'query requires text score metadata, but it is not available'],
  ])('%j is refused', (specification, code, message) => {
    expect(() => compileProjection(bson(specification), SCOPE, bson({ goals: 7 }))).toThrow(
      expect.objectContaining({ code, message }),
    )
  })
})

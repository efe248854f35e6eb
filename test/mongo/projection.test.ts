import { Decimal128, Long } from 'bson'
import { describe, expect, it } from 'vitest'
import { compileProjection } from '../../server/mongo/projection.ts'
import { bson, plain } from '../support/bson.ts'

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
]

describe('a projection', () => {
  it.each(projected)('%j keeps the right fields', (specification, result) => {
    expect(plain(compileProjection(bson(specification))(bson(match)))).toEqual(result)
  })

  it('keeps the order of the document and the bytes of its values', () => {
    const document = bson({ b: Long.ONE, a: Decimal128.fromString('1.00'), 5: 1, c: 1 })
    const result = compileProjection(bson({ a: 1, b: 1, 5: 1 }))(document)
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
    [{ a: { $slice: 1 } }, 238, 'the projection operator $slice is not implemented by this server'],
    [{ 'a.$': 1 }, 238, 'the positional projection is not implemented by this server'],
    [{ a: 'text' }, 238, 'a computed field in a projection is not implemented by this server'],
  ])('%j is refused', (specification, code, message) => {
    expect(() => compileProjection(bson(specification))).toThrow(expect.objectContaining({ code, message }))
  })
})

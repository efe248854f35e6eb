import { describe, expect, it } from 'vitest'
import { documentOf, UNDEFINED } from '../../../server/mongo/bson/values.ts'
import { compileFilter } from '../../../server/mongo/query/filter.ts'
import { bson } from '../../support/bson.ts'
import { SCOPE } from '../../support/parts.ts'

const refused: [filter: object, code: number, message: string][] = [
  [{ $and: 1 }, 2, '$and must be an array'],
  [{ $or: [] }, 2, '$and/$or/$nor must be a nonempty array'],
  [{ $nor: [1] }, 2, '$or/$and/$nor entries need to be full objects'],
  [
    { $foo: 1 },
    2,
    "unknown top level operator: $foo. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.",
  ],
  [{ a: { $size: 'x' } }, 2, 'Failed to parse $size. Expected a number in: $size: "x"'],
  [{ a: { $size: 1.5 } }, 2, 'Failed to parse $size. Expected an integer: $size: 1.5'],
  [{ a: { $size: -1 } }, 2, 'Failed to parse $size. Expected a non-negative number in: $size: -1'],
  [{ a: { $mod: 1 } }, 2, 'malformed mod, needs to be an array'],
  [{ a: { $mod: [] } }, 2, 'malformed mod, not enough elements'],
  [{ a: { $mod: [1] } }, 2, 'malformed mod, not enough elements'],
  [{ a: { $mod: ['x', 1] } }, 2, 'malformed mod, divisor not a number'],
  [{ a: { $mod: [1, 'x'] } }, 2, 'malformed mod, remainder not a number'],
  [{ a: { $mod: [1, 2, 3] } }, 2, 'malformed mod, too many elements'],
  [{ a: { $mod: [0, 1] } }, 2, 'divisor cannot be 0'],
  [
    { a: { $mod: [Number.NaN, 1] } },
    2,
    'malformed mod, divisor value is invalid :: caused by :: Unable to coerce NaN/Inf to integral type',
  ],
  [
    { a: { $mod: [1, 1e300] } },
    2,
    'malformed mod, remainder value is invalid :: caused by :: Out of bounds coercing to integral value',
  ],
  [{ a: { $type: 'text' } }, 2, 'Unknown type name alias: text'],
  [{ a: { $type: 0 } }, 2, 'Invalid numerical type code: 0. Instead use {$exists:false}.'],
  [{ a: { $type: 20 } }, 2, 'Invalid numerical type code: 20'],
  [{ a: { $type: 1.5 } }, 2, 'Invalid numerical type code: 1.5'],
  [{ a: { $type: true } }, 14, 'type must be represented as a number or a string'],
  [{ a: { $type: [] } }, 9, 'a must match at least one type'],
  [
    { a: { $type: 'missing' } },
    2,
    "'missing' is not a legal type name. To query for non-existence of a field, use {$exists:false}.",
  ],
  [{ a: { $all: 1 } }, 2, '$all needs an array'],
  [{ a: { $all: [{ $gt: 1 }] } }, 2, 'no $ expressions in $all'],
  [{ a: { $all: [{ $elemMatch: {} }, 1] } }, 2, '$all/$elemMatch has to be consistent'],
  [{ a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'],
  [{ a: { $elemMatch: { $where: 'x' } } }, 2, '$elemMatch cannot contain $where expression'],
  [{ a: { $elemMatch: { $expr: 1 } } }, 2, '$expr can only be applied to the top-level document'],
  [{ a: { $where: 'x' } }, 2, '$where cannot be applied to a field'],
  [{ a: { $bitsAllSet: 'x' } }, 2, 'a takes an Array, a number, or a BinData but received: $bitsAllSet: "x"'],
  [{ a: { $bitsAllSet: -1 } }, 9, 'Expected a non-negative number in: $bitsAllSet: -1'],
  [{ a: { $bitsAllSet: 1.5 } }, 9, 'Expected an integer: $bitsAllSet: 1.5'],
  [{ a: { $bitsAnySet: [-1] } }, 2, 'Failed to parse bit position. Expected a non-negative number in: 0: -1'],
  [{ a: { $bitsAnySet: [1, 'x'] } }, 2, 'Failed to parse bit position. Expected a number in: 1: "x"'],
  [{ $alwaysTrue: 2 }, 9, '$alwaysTrue must be an integer value of 1'],
  [{ $sampleRate: 2 }, 2, 'numeric argument to $sampleRate must be in [0, 1]'],
  [{ $sampleRate: 'x' }, 2, 'argument to $sampleRate must be a numeric type'],
  [{ $text: { $search: 'x' } }, 27, 'text index required for $text query'],
  [{ $jsonSchema: 1 }, 14, '$jsonSchema must be an object'],
  [{ a: { $geoWithin: {} } }, 238, 'a geospatial condition is not implemented by this server'],
  [
    { a: { $near: [0, 0] } },
    291,
    'error processing query: planner returned error :: caused by :: unable to find index for $geoNear query',
  ],
  [{ a: { $regex: /x/i, $options: 'm' } }, 51075, 'options set in both $regex and $options'],
  [{ a: { $options: 'm', $regex: /x/i } }, 51074, 'options set in both $regex and $options'],
  [{ a: { $regex: 'x', $options: 'g' } }, 51108, ' invalid flag in regex options: g'],
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

describe('a wrong filter', () => {
  it.each(refused)('%j is refused as mongod does', (filter, code, message) => {
    expect(() => compileFilter(bson(filter), SCOPE)).toThrow(expect.objectContaining({ code, message }))
  })

  it('that compares to undefined is refused', () => {
    expect(() => compileFilter(documentOf([['a', UNDEFINED]]))).toThrow('cannot compare to undefined')
  })
})

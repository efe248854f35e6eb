import { Decimal128, Double, Int32, Long, MaxKey, MinKey, Timestamp } from 'bson'
import { describe, expect, it } from 'vitest'
import { bson } from '../../support/bson.ts'
import { compiled, failure, NOW, shown, updated } from '../../support/updating.ts'

const long = Long.fromBigInt
const decimal = Decimal128.fromString
const double = (value: number) => new Double(value)

describe('modifiers', () => {
  // biome-ignore format: one case a line
  const cases: [title: string, before: object, update: object, after: object][] = [
    ['sets in place', { a: 1, b: 2 }, { $set: { a: 'x' } }, { a: 'x', b: 2 }],
    ['adds new fields in the order of their names', { z: 0 }, { $set: { c: 1, a: 2, b: 3 } }, { z: 0, a: 2, b: 3, c: 1 }],
    ['orders names that are numbers as numbers', { n: {} }, { $set: { 'n.10': 1, 'n.9': 2 } }, { n: { 9: 2, 10: 1 } }],
    ['makes the documents on the way', {}, { $set: { 'a.b.c': 1, 'a.b.d': 2 } }, { a: { b: { c: 1, d: 2 } } }],
    ['makes documents, not arrays, for numbers', {}, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
    ['reaches into arrays by index', { a: [1, { b: 2 }] }, { $set: { 'a.1.b': 3, 'a.0': 9 } }, { a: [9, { b: 3 }] }],
    ['fills an array with nulls up to an index', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    ['makes documents in arrays', { a: [] }, { $set: { 'a.1.x.y': 1 } }, { a: [null, { x: { y: 1 } }] }],
    ['changes the type although the number is equal', { a: 1 }, { $set: { a: double(1) } }, { a: double(1) }],
    ['takes out fields', { a: 1, b: { c: 1, d: 2 }, e: 3 }, { $unset: { a: '', 'b.c': 1, zz: 1 } }, { b: { d: 2 }, e: 3 }],
    ['makes elements null instead of taking them out', { a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
    ['takes nothing out of values without fields', { a: 1 }, { $unset: { 'a.b': '' } }, { a: 1 }],
    ['adds int and int', { a: 1 }, { $inc: { a: 2, b: 5 } }, { a: 3, b: 5 }],
    ['goes from int to long', { a: 2 ** 31 - 1 }, { $inc: { a: 1 } }, { a: long(2147483648n) }],
    ['keeps a long long', { a: long(1n) }, { $inc: { a: 1 } }, { a: long(2n) }],
    ['adds int and double', { a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
    ['keeps a double double', { a: double(1) }, { $inc: { a: 1 } }, { a: double(2) }],
    ['adds int and decimal', { a: 1 }, { $inc: { a: decimal('0.10') } }, { a: decimal('1.10') }],
    ['multiplies', { a: 3, b: 2 }, { $mul: { a: 4, b: 0.5 } }, { a: 12, b: double(1) }],
    ['multiplies a missing field to zero of its kind', {}, { $mul: { a: 4, b: 1.5, c: long(2n), d: decimal('1.5') } }, { a: 0, b: double(0), c: long(0n), d: decimal('0.0') }],
    ['goes from int to long by a product', { a: 2 ** 20 }, { $mul: { a: 2 ** 20 } }, { a: long(2n ** 40n) }],
    ['takes the lesser', { a: 5, b: 5, c: 5 }, { $min: { a: 3, b: 7, c: double(5), d: 1 } }, { a: 3, b: 5, c: 5, d: 1 }],
    ['takes the greater, by type before value', { a: 5, b: 5, c: 'x' }, { $max: { a: 3, b: 'x', c: 100 } }, { a: 5, b: 'x', c: 'x' }],
    ['knows the ends of all types', { a: 5, b: 5 }, { $min: { a: new MinKey() }, $max: { b: new MaxKey() } }, { a: new MinKey(), b: new MaxKey() }],
    ['combines bits', { a: 13, b: 1, c: long(5n) }, { $bit: { a: { and: 10 }, b: { or: 6 }, c: { xor: 1 }, d: { or: long(4n) } } }, { a: 8, b: 7, c: long(4n), d: long(4n) }],
    ['combines bits one after another', { a: 1 }, { $bit: { a: { or: 6, and: 3 } } }, { a: 3 }],
    ['tells the time', { a: 1 }, { $currentDate: { a: true, b: { $type: 'date' } } }, { a: new Date(NOW), b: new Date(NOW) }],
    ['tells the time as a timestamp', {}, { $currentDate: { a: { $type: 'timestamp' } } }, { a: new Timestamp({ t: 1_400_000_000, i: 124 }) }],
    ['sets nothing that is for inserts', { a: 1 }, { $setOnInsert: { 'a.x': 2, b: 3 } }, { a: 1 }],
    ['renames to the end', { a: 1, b: 2 }, { $rename: { a: 'c' } }, { b: 2, c: 1 }],
    ['renames over a field', { a: 1, b: 2, c: 3 }, { $rename: { c: 'a' } }, { a: 3, b: 2 }],
    ['renames into and out of documents', { a: { b: 1, c: 2 } }, { $rename: { 'a.b': 'd.e' } }, { a: { c: 2 }, d: { e: 1 } }],
    ['renames nothing that is missing', { a: 1, arr: [] }, { $rename: { x: 'a', 'y.z': 'arr.0' } }, { a: 1, arr: [] }],
    ['pushes one value', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
    ['pushes to a missing array', {}, { $push: { 'a.b': 1 } }, { a: { b: [1] } }],
    ['pushes each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
    ['pushes at a position', { a: [1, 2, 3] }, { $push: { a: { $each: [8, 9], $position: 1 } } }, { a: [1, 8, 9, 2, 3] }],
    ['counts negative positions from the end', { a: [1, 2, 3] }, { $push: { a: { $each: [8, 9], $position: -1 } } }, { a: [1, 2, 8, 9, 3] }],
    ['pushes at the ends for positions beyond', { a: [1], b: [1] }, { $push: { a: { $each: [9], $position: 9 }, b: { $each: [9], $position: -9 } } }, { a: [1, 9], b: [9, 1] }],
    ['sorts and cuts what it pushed', { a: [3, 1] }, { $push: { a: { $each: [2, 0], $sort: 1, $slice: 3 } } }, { a: [0, 1, 2] }],
    ['cuts from the front', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
    ['cuts to nothing', { a: [1, 2] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
    ['sorts by fields, what lacks them first', { a: [{ s: 2, n: 1 }, { s: 1, n: 2 }] }, { $push: { a: { $each: [{ n: 0 }, { s: 2, n: 0 }], $sort: { s: 1, n: -1 } } } }, { a: [{ n: 0 }, { s: 1, n: 2 }, { s: 2, n: 1 }, { s: 2, n: 0 }] }],
    ['sorts by fields in documents', { a: [{ x: { y: 2 } }, { x: { y: 1 } }] }, { $push: { a: { $each: [], $sort: { 'x.y': 1 } } } }, { a: [{ x: { y: 1 } }, { x: { y: 2 } }] }],
    ['takes a document without $each as a value', { a: [] }, { $push: { a: { $slice: 1 } } }, { a: [{ $slice: 1 }] }],
    ['adds to a set what is not there', { a: [1, 2] }, { $addToSet: { a: 3 } }, { a: [1, 2, 3] }],
    ['adds each to a set once', { a: [1] }, { $addToSet: { a: { $each: [2, 2, double(1), 3] } } }, { a: [1, 2, 3] }],
    ['makes a set', {}, { $addToSet: { a: { $each: [1, 1] } } }, { a: [1] }],
    ['tells documents in sets apart by the order of fields', { a: [{ x: 1, y: 2 }] }, { $addToSet: { a: { y: 2, x: 1 } } }, { a: [{ x: 1, y: 2 }, { y: 2, x: 1 }] }],
    ['pops at the end', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
    ['pops at the front', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }],
    ['pops nothing from what is empty or missing', { a: [] }, { $pop: { a: 1, b: 1, 'c.d': 1 } }, { a: [] }],
    ['pulls a value', { a: [1, 2, 1, double(1)] }, { $pull: { a: 1 } }, { a: [2] }],
    ['pulls by a condition', { a: [1, 5, 'x', 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1, 'x'] }],
    ['pulls documents by a filter', { a: [{ x: 1, y: 1 }, { x: 2 }, 5] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }, 5] }],
    ['pulls by a regular expression', { a: ['ab', 'b', 1] }, { $pull: { a: /^a/ } }, { a: ['b', 1] }],
    ['pulls exactly equal arrays', { a: [[1, 2], [1], 1] }, { $pull: { a: [1] } }, { a: [[1, 2], 1] }],
    ['pulls all', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['pulls nothing from what is missing', { a: 1 }, { $pull: { b: 1, 'c.d': 1 } }, { a: 1 }],
    ['takes empty modifiers', { a: 1 }, { $set: {}, $inc: {} }, { a: 1 }],
    ['sets fields with dots and dollars below the top', { a: {} }, { $set: { 'a.$b': 1 } }, { a: { $b: 1 } }],
  ]
  it.each(cases)('%s', (_title, before, update, after) => {
    expect(updated(before, update)).toBe(shown(after))
  })

  // biome-ignore format: one case a line
  const idle: [before: object, update: object][] = [
    [{ a: 1 }, { $set: { a: 1 } }],
    [{ a: { b: 1 } }, { $set: { 'a.b': 1 } }],
    [{ a: 1 }, { $inc: { a: 0 } }],
    [{ a: 1 }, { $mul: { a: 1 } }],
    [{ a: 1 }, { $min: { a: 2 } }],
    [{ a: 1 }, { $max: { a: double(1) } }],
    [{ a: 1 }, { $unset: { b: 1 } }],
    [{ a: 1 }, { $bit: { a: { or: 1 } } }],
    [{ a: [1] }, { $addToSet: { a: 1 } }],
    [{ a: [1] }, { $pull: { a: 2 } }],
    [{ a: [] }, { $pop: { a: 1 } }],
    [{ a: [1] }, { $push: { a: { $each: [] } } }],
    [{ a: [1] }, { $push: { a: { $each: [], $slice: -1 } } }],
    [{ a: 1 }, { $rename: { b: 'c' } }],
    [{ a: 1 }, { $setOnInsert: { a: 2 } }],
  ]
  it.each(idle)('changes nothing in %j by %j', (before, update) => {
    const document = bson(before)
    expect(compiled(update).apply(document)).toBe(document)
  })
})

describe('modifiers refuse', () => {
  const id = { _id: 1 }
  // biome-ignore format: one case a line
  const cases: [before: object, update: object, code: number, message: string][] = [
    [{ ...id, a: 'x' }, { $inc: { a: 1 } }, 14, "Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'a' of non-numeric type string"],
    [{ ...id, a: { b: null } }, { $mul: { 'a.b': 1 } }, 14, "Cannot apply $mul to a value of non-numeric type. {_id: 1} has the field 'b' of non-numeric type null"],
    [id, { $inc: { a: 'x' } }, 14, 'Cannot increment with non-numeric argument: {a: "x"}'],
    [id, { $mul: { a: 'x' } }, 14, 'Cannot multiply with non-numeric argument: {a: "x"}'],
    [{ ...id, a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2, 'Failed to apply $inc operations to current value ((NumberLong)9223372036854775807) for document {_id: 1}'],
    [{ ...id, a: Long.MAX_VALUE }, { $mul: { a: 2 } }, 2, 'Failed to apply $mul operations to current value ((NumberLong)9223372036854775807) for document {_id: 1}'],
    [{ ...id, a: 1 }, { $set: { 'a.b': 1 } }, 28, "Cannot create field 'b' in element {a: 1}"],
    [{ ...id, a: [1, 2] }, { $set: { 'a.b': 1 } }, 28, "Cannot create field 'b' in element {a: [ 1, 2 ]}"],
    [{ ...id, a: { b: 'x' } }, { $push: { 'a.b.c': 1 } }, 28, `Cannot create field 'c' in element {b: "x"}`],
    [{ ...id, a: [1] }, { $inc: { 'a.0.x': 1 } }, 28, "Cannot create field 'x' in element {0: 1}"],
    [{ ...id, a: 1 }, { $pop: { 'a.b': 1 } }, 28, 'Cannot use the part (b) of (a.b) to traverse the element ({a: 1})'],
    [{ ...id, a: [1] }, { $pull: { 'a.b.c': 1 } }, 28, 'Cannot use the part (b) of (a.b.c) to traverse the element ({a: [ 1 ]})'],
    [{ ...id, a: [] }, { $set: { 'a.1500001': 1 } }, 34, "can't backfill more than 1500000 elements"],
    [id, { $set: { _id: 2 } }, 66, "Performing an update on the path '_id' would modify the immutable field '_id'"],
    [id, { $unset: { _id: 2 } }, 66, "Performing an update on the path '_id' would modify the immutable field '_id'"],
    [id, { $rename: { _id: 'x' } }, 66, "Performing an update on the path '_id' would modify the immutable field '_id'"],
    [{ _id: { a: 1 } }, { $set: { '_id.a': 2 } }, 66, "Performing an update on the path '_id.a' would modify the immutable field '_id'"],
    [{ _id: { a: 1 } }, { $set: { '_id.b': 2 } }, 66, "Updating the path '_id' to _id: { a: 1, b: 2 } would modify the immutable field '_id'"],
    [{ ...id, a: 1 }, { $push: { a: 1 } }, 2, "The field 'a' must be an array but is of type int in document {_id: 1}"],
    [{ a: 1 }, { $push: { a: 1 } }, 2, "The field 'a' must be an array but is of type int in document {no id}"],
    [id, { $push: { a: { $each: 1 } } }, 2, 'The argument to $each in $push must be an array but it was of type: int'],
    [id, { $push: { a: { $each: [], $foo: 1 } } }, 2, 'Unrecognized clause in $push: $foo'],
    [id, { $push: { a: { $each: [], $slice: 1.5 } } }, 2, 'The value for $slice must be an integer value but was given type: double'],
    [id, { $push: { a: { $each: [], $position: 'x' } } }, 2, 'The value for $position must be an integer value, not of type: string'],
    [id, { $push: { a: { $each: [], $sort: 2 } } }, 2, 'The $sort element value must be either 1 or -1'],
    [id, { $push: { a: { $each: [], $sort: 'x' } } }, 2, 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields'],
    [id, { $push: { a: { $each: [], $sort: {} } } }, 2, 'The sort pattern is empty when it should be a set of fields.'],
    [id, { $push: { a: { $each: [], $sort: { b: 2 } } } }, 2, 'The sort element value must be either 1 or -1'],
    [id, { $push: { a: { $each: [], $sort: { 'b.': 1 } } } }, 2, 'The sort field is a dotted field but has an empty part: b.'],
    [{ a: 1 }, { $addToSet: { a: 1 } }, 2, "Cannot apply $addToSet to non-array field. Field named 'a' has non-array type int"],
    [id, { $addToSet: { a: { $each: 1 } } }, 14, 'The argument to $each in $addToSet must be an array but it was of type int'],
    [id, { $addToSet: { a: { $each: [], x: 1 } } }, 2, 'Found unexpected fields after $each in $addToSet: { $each: [], x: 1 }'],
    [{ a: 1 }, { $pop: { a: 1 } }, 14, "Path 'a' contains an element of non-array type 'int'"],
    [id, { $pop: { a: 2 } }, 9, '$pop expects 1 or -1, found: 2'],
    [id, { $pop: { a: 'x' } }, 9, 'Expected a number in: a: "x"'],
    [id, { $pop: { a: 1.5 } }, 9, 'Expected an integer: a: 1.5'],
    [{ a: 1 }, { $pull: { a: 1 } }, 2, 'Cannot apply $pull to a non-array value'],
    [id, { $pull: { a: { $foo: 1 } } }, 2, "unknown top level operator: $foo. If you have a field name that starts with a '$' symbol, consider using $getField or $setField."],
    [id, { $pullAll: { a: 1 } }, 2, '$pullAll requires an array argument but was given a int'],
    [id, { $bit: { a: 1 } }, 2, 'The $bit modifier is not compatible with a int. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}'],
    [id, { $bit: { a: { not: 1 } } }, 2, "The $bit modifier only supports 'and', 'or', and 'xor', not 'not' which is an unknown operator: {not: 1}"],
    [id, { $bit: { a: { or: 1.5 } } }, 2, "The $bit modifier field must be an Integer(32/64 bit); a 'double' is not supported here: {or: 1.5}"],
    [id, { $bit: { a: {} } }, 2, 'You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}'],
    [{ ...id, a: 1.5 }, { $bit: { a: { or: 1 } } }, 2, 'Cannot apply $bit to a value of non-integral type._id: 1 has the field a of non-integer type double'],
    [id, { $currentDate: { a: 1 } }, 2, "int is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'})."],
    [id, { $currentDate: { a: { x: 1 } } }, 2, 'Unrecognized $currentDate option: x'],
    [id, { $currentDate: { a: { $type: 'x' } } }, 2, "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}"],
    [id, { $rename: { a: 1 } }, 2, "The 'to' field for $rename must be a string: a: 1"],
    [id, { $rename: { a: 'a' } }, 2, 'The source and target field for $rename must differ: a: "a"'],
    [id, { $rename: { a: 'a.b' } }, 2, 'The source and target field for $rename must not be on the same path: a: "a.b"'],
    [id, { $rename: { 'a.$': 'b' } }, 2, 'The source field for $rename may not be dynamic: a.$'],
    [id, { $rename: { a: 'b.$[]' } }, 2, 'The destination field for $rename may not be dynamic: b.$[]'],
    [{ ...id, a: [1] }, { $rename: { 'a.0': 'b' } }, 2, "The source field cannot be an array element, 'a.0' in doc with _id: 1 has an array field called 'a'"],
    [{ ...id, a: [1], b: 1 }, { $rename: { b: 'a.0' } }, 2, "The destination field cannot be an array element, 'a.0' in doc with _id: 1 has an array field called 'a'"],
    [{ ...id, a: 1 }, { $rename: { 'a.b': 'c' } }, 28, 'cannot use the part (a of a.b) to traverse the element ({a: 1})'],
    [id, { $set: { $foo: 1 } }, 52, "The dollar ($) prefixed field '$foo' in '$foo' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith."],
    [id, { $set: { $id: 1 } }, 55, 'Found $id field without a $ref before it, which is invalid.'],
  ]
  it.each(cases)('%j with %j', (before, update, code, message) => {
    expect(failure(() => updated(before, update))).toEqual([code, message])
  })

  it('values that come to stand too deep', () => {
    const path = Array.from({ length: 181 }, () => 'a').join('.')
    expect(failure(() => updated({}, { $set: { [path]: 1 } }))).toEqual([
      15,
      'Document exceeds maximum nesting depth of 180',
    ])
    expect(updated({}, { $set: { [path.slice(2)]: new Int32(1) } })).toContain('"$numberInt":"1"')
  })

  it('documents that outgrow 16 MiB', () => {
    const before = { a: ['x'.repeat(9_000_000)] }
    expect(failure(() => updated(before, { $push: { a: 'x'.repeat(9_000_000) } }))).toEqual([
      17419,
      'Resulting document after update is larger than 16777216',
    ])
  })
})

describe('large arrays', () => {
  it('can be padded by many nulls', () => {
    const after = compiled({ $set: { 'a.200000': 7 } }).apply(bson({ a: [1] }))
    expect(after.get('a')!.elements).toHaveLength(200_001)
  })

  it('can be pushed at once, anywhere', () => {
    const values = Array.from({ length: 200_000 }, (_, index) => index)
    const update = { $push: { a: { $each: values, $position: 1 } } }
    const { elements } = compiled(update)
      .apply(bson({ a: [-1, -2] }))
      .get('a')!
    expect([elements.length, elements[1]!.int32, elements.at(-1)!.int32]).toEqual([200_002, 0, -2])
  })
})

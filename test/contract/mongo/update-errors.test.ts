/** Updates that can't be: what is refused, and that nothing changes then. */
import { expect, it } from 'vitest'
import { failure, onEachMongod } from './suite.ts'

onEachMongod('an impossible update', (mongo) => {
  const REFUSALS: [update: object, code: number, message: string | RegExp][] = [
    [
      { $set: { _id: 5 } },
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    ],
    [
      { $inc: { text: 1 } },
      14,
      "Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'text' of non-numeric type string",
    ],
    [{ $inc: { a: 'x' } }, 14, 'Cannot increment with non-numeric argument: {a: "x"}'],
    [
      { $mul: { text: 2 } },
      14,
      "Cannot apply $mul to a value of non-numeric type. {_id: 1} has the field 'text' of non-numeric type string",
    ],
    [
      { $push: { text: 1 } },
      2,
      "The field 'text' must be an array but is of type string in document {_id: 1}",
    ],
    [
      { $addToSet: { text: 1 } },
      2,
      /Cannot apply \$addToSet to non-array field\. Field named 'text' has non-array type string/,
    ],
    [{ $pull: { text: 1 } }, 2, 'Cannot apply $pull to a non-array value'],
    [{ $pop: { text: 1 } }, 14, /Path 'text' contains an element of non-array type 'string'/],
    [{ $pop: { list: 2 } }, 9, /\$pop expects 1 or -1, found: 2/],
    [{ $set: { a: 1 }, $inc: { a: 1 } }, 40, "Updating the path 'a' would create a conflict at 'a'"],
    [{ $set: { 'a.b': 1, a: 1 } }, 40, "Updating the path 'a' would create a conflict at 'a'"],
    [{ $set: { 'text.x': 1 } }, 28, 'Cannot create field \'x\' in element {text: "t"}'],
    [{ $set: { 'list.$': 1 } }, 2, 'The positional operator did not find the match needed from the query.'],
    [{ $set: { 'list.$[e]': 1 } }, 2, "No array filter found for identifier 'e' in path 'list.$[e]'"],
    [
      { $nonsense: { a: 1 } },
      9,
      /^Unknown modifier: \$nonsense\. Expected a valid update modifier or pipeline-style update specified as an array$/,
    ],
    [{ $rename: { a: 'a' } }, 2, /source and target field for \$rename must differ/],
    [{ $bit: { text: { and: 1 } } }, 2, /Cannot apply \$bit to a value of non-integral type/],
    [{ $set: { '': 1 } }, 56, /An empty update path is not valid\./],
    [{ $currentDate: { a: 'x' } }, 2, /is not valid type for \$currentDate/],
  ]
  it.each(REFUSALS)('refuses %j', async (update, code, message) => {
    const things = await mongo.with({ _id: 1, text: 't', list: [1] })
    const said = await failure(things.updateOne({}, update))
    // Since version 8 it says in front of some of them during what they came.
    const text = said.message.replace('Plan executor error during update :: caused by :: ', '')
    if (typeof message === 'string') expect(text).toBe(message)
    else expect(text).toMatch(message)
    expect(said.code).toBe(code)
    expect(await things.findOne()).toEqual({ _id: 1, text: 't', list: [1] })
  })
})

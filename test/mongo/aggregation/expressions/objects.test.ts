import { describe, expect, it } from 'vitest'
import { type Case, evaluate } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $mergeObjects: [{ a: 1, b: 1 }, null, { c: 2, a: 3 }] }, '{a: 3, b: 1, c: 2}'],
  [{ $mergeObjects: '$a' }, '{x: 1, y: 2}', { a: [{ x: 1 }, { y: 2 }] }],
  [
    { $mergeObjects: [{ a: 1 }, 5] },
    '40400 $mergeObjects requires object inputs, but input 5 is of type int',
  ],
  [{ $objectToArray: { a: 1, b: '$x' } }, '[{k: "a", v: 1}, {k: "b", v: "y"}]', { x: 'y' }],
  [{ $objectToArray: null }, 'null'],
  [{ $objectToArray: 1 }, '40390 $objectToArray requires a document input, found: int'],
  [
    {
      $arrayToObject: [
        [
          ['a', 1],
          ['b', 2],
          ['a', 3],
        ],
      ],
    },
    '{a: 3, b: 2}',
  ],
  [{ $arrayToObject: [[{ k: 'a', v: 1 }]] }, '{a: 1}'],
  [
    { $arrayToObject: [[{ k: 'a' }]] },
    "40392 $arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:1",
  ],
  [
    { $arrayToObject: [[[1, 2]]] },
    '40395 $arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: int',
  ],
  [{ $arrayToObject: [[1]] }, '40398 Unrecognised input type format for $arrayToObject: int'],
  [{ $arrayToObject: 1 }, '40386 $arrayToObject requires an array input, found: int'],
  [{ $getField: 'a.b' }, '5', { 'a.b': 5 }],
  [{ $getField: { field: { $literal: '$x' }, input: '$doc' } }, '1', { doc: { $x: 1 } }],
  [{ $getField: { field: 'x', input: 1 } }, 'missing'],
  [
    { $getField: '$x' },
    "5654600 '$x' is a field path reference which is not allowed in this context. Did you mean {$literal: '$x'}?",
  ],
  [
    { $getField: { field: 1, input: {} } },
    "5654602 $getField requires 'field' to evaluate to type String, but got int",
  ],
  [{ $getField: { field: 'x' } }, "3041703 $getField requires 'input' to be specified"],
  [{ $setField: { field: 'x', input: '$$ROOT', value: 2 } }, '{x: 2, y: 1}', { x: 1, y: 1 }],
  [{ $setField: { field: 'a.b', input: { x: 1 }, value: 2 } }, '{x: 1, a.b: 2}'],
  [{ $setField: { field: 'x', input: { x: 1 }, value: '$$REMOVE' } }, '{}'],
  [{ $unsetField: { field: 'x', input: { x: 1, y: 2 } } }, '{y: 2}'],
  [
    { $setField: { field: 'x', input: 1, value: 2 } },
    "4161105 $setField requires 'input' to evaluate to type Object",
  ],
  [
    { $setField: { field: '$x', input: {}, value: 2 } },
    "4161108 '$x' is a field path reference which is not allowed in this context. Did you mean {$literal: '$x'}?",
  ],
  [{ $setField: 1 }, '4161100 $setField only supports an object as its argument'],
]

describe('documents', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

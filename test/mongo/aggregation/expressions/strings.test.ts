import { describe, expect, it } from 'vitest'
import { type Case, evaluate } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $concat: ['a', '$b', 'c'] }, '"abc"', { b: 'b' }],
  [{ $concat: ['a', null] }, 'null'],
  [{ $concat: ['a', 1] }, '16702 $concat only supports strings, not int'],
  [{ $substrBytes: ['hello', 1, 3] }, '"ell"'],
  [{ $substr: ['hello', 1, -1] }, '"ello"'],
  [
    { $substrBytes: ['é', 1, 1] },
    '28656 $substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.',
  ],
  [{ $substrBytes: ['a', -1, 1] }, '50752 $substrBytes:  starting index must be non-negative (got: -1)'],
  [
    { $substrBytes: ['a', 'x', 1] },
    '16034 $substrBytes:  starting index must be a numeric type (is BSON type string)',
  ],
  [{ $substrCP: ['héllo', 1, 2] }, '"él"'],
  [{ $substrCP: ['a', 0, -1] }, '34454 $substrCP: length must be a nonnegative integer.'],
  [{ $substr: [123, 0, 2] }, '"12"'],
  [{ $toLower: 'ABCÉ' }, '"abcÉ"'],
  [{ $toUpper: 'abcé' }, '"ABCé"'],
  [{ $toUpper: null }, '""'],
  [{ $toUpper: true }, "16007 can't convert from BSON type bool to String"],
  [{ $strLenBytes: 'é€' }, '5'],
  [{ $strLenCP: 'é😀' }, '2'],
  [{ $strLenCP: null }, '34471 $strLenCP requires a string argument, found: null'],
  [{ $strcasecmp: ['a', 'B'] }, '-1'],
  [{ $strcasecmp: ['ab', 'AB'] }, '0'],
  [{ $indexOfBytes: ['éa', 'a'] }, '2'],
  [{ $indexOfCP: ['éaéa', 'a', 2] }, '3'],
  [{ $indexOfCP: ['abc', 'c', 0, 2] }, '-1'],
  [{ $indexOfCP: [null, 'c'] }, 'null'],
  [{ $indexOfCP: ['a', 1] }, '40094 $indexOfCP requires a string as the second argument, found: int'],
  [{ $indexOfBytes: ['a', 'a', -1] }, '40097 $indexOfBytes requires a nonnegative starting index, found: -1'],
  [{ $split: ['a-b-c', '-'] }, '["a", "b", "c"]'],
  [{ $split: ['abc', 'x'] }, '["abc"]'],
  [{ $split: ['abc', ''] }, '40087 $split requires a non-empty separator'],
  [
    { $split: ['abc', 1] },
    '40086 $split requires an expression that evaluates to a string as a second argument, found: int',
  ],
  [{ $trim: { input: ' \n a b ' } }, '"a b"'],
  [{ $ltrim: { input: 'xxayx', chars: 'x' } }, '"ayx"'],
  [{ $rtrim: { input: 'xxayx', chars: 'yx' } }, '"xxa"'],
  [{ $trim: { input: 5 } }, '50699 $trim requires its input to be a string, got 5 (of type int) instead.'],
  [{ $trim: {} }, "50695 $trim requires an 'input' field"],
  [{ $trim: { input: 'a', foo: 1 } }, '50694 $trim found an unknown argument: foo'],
  [{ $trim: 'a' }, '50696 $trim only supports an object as an argument, found string'],
  [{ $replaceOne: { input: 'aaa', find: 'a', replacement: 'b' } }, '"baa"'],
  [{ $replaceAll: { input: 'a.a', find: 'a', replacement: { $literal: '$&' } } }, '"$&.$&"'],
  [{ $replaceAll: { input: null, find: 'a', replacement: 'b' } }, 'null'],
  [
    { $replaceOne: { input: 1, find: 'a', replacement: 'b' } },
    "51746 $replaceOne requires that 'input' be a string, found: 1",
  ],
  [{ $replaceOne: { input: 'a', find: 'a' } }, "51747 $replaceOne requires 'replacement' to be specified"],
]

describe('texts', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

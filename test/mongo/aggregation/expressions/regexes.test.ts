import { describe, expect, it } from 'vitest'
import { type Case, evaluate } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $regexMatch: { input: 'Hello', regex: 'h', options: 'i' } }, 'true'],
  [{ $regexMatch: { input: 'Hello', regex: /^h/i } }, 'true'],
  [{ $regexMatch: { input: null, regex: 'a' } }, 'false'],
  [{ $regexFind: { input: 'éfoo bar', regex: /b(a)(x)?/ } }, '{match: "ba", idx: 5, captures: ["a", null]}'],
  [{ $regexFind: { input: 'foo', regex: 'x' } }, 'null'],
  [
    { $regexFindAll: { input: 'aXbX', regex: 'X' } },
    '[{match: "X", idx: 1, captures: []}, {match: "X", idx: 3, captures: []}]',
  ],
  [{ $regexFindAll: { input: null, regex: 'X' } }, '[]'],
  [{ $regexMatch: { input: 1, regex: 'a' } }, "51104 $regexMatch needs 'input' to be of type string"],
  [
    { $regexMatch: { input: 'a', regex: 1 } },
    "51105 $regexMatch needs 'regex' to be of type string or regex",
  ],
  [
    { $regexMatch: { input: 'a', regex: /a/i, options: 'i' } },
    "51107 $regexMatch: found regex option(s) specified in both 'regex' and 'option' fields",
  ],
  [{ $regexMatch: { input: 'a' } }, "31023 $regexMatch requires 'regex' parameter"],
  [{ $regexMatch: 1 }, '51103 $regexMatch expects an object of named arguments but found: int'],
]

describe('regular expressions', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

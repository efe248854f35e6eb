import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../../server/mongo/query/pattern.ts'
import { findFault } from '../../../server/mongo/query/pattern-fault.ts'

const meant: [pattern: string, flags: string, yes: string[], no: string[]][] = [
  ['^a$', '', ['a', 'a\n'], ['b\na', 'a\nb', 'a\n\n']],
  ['^a$', 'm', ['a', 'b\na', 'a\nb'], ['a\rb']],
  ['a.b', '', ['a\rb', 'a\u2028b'], ['a\nb']],
  ['a.b', 's', ['a\nb', 'a🐊b'], ['ab']],
  ['\\Aa\\z', 'm', ['a'], ['a\n', 'b\na']],
  ['a\\Z', '', ['a', 'a\n'], ['a\nb']],
  ['a b#c', '', ['a b#c'], ['ab']],
  ['a b [ ] # c\nd', 'x', ['ab d'], ['abd']],
  ['(?i)a', '', ['A'], ['b']],
  ['(?i)(?s)a.b', '', ['A\nB'], ['ab']],
  ['(*UTF8)ä', 'i', ['Ä'], ['a']],
  ['a\\-b\\_c\\/d', '', ['a-b_c/d'], ['ab']],
  ['[[:alpha:]]+[^[:digit:]]', '', ['ab'], ['1', 'a1']],
  ['[]a]', '', [']', 'a'], ['b']],
  ['[^]a]', '', ['b'], [']', 'a']],
  ['[\\w-.]', '', ['-', '.', 'a'], ['+']],
  ['a{,2}}]', '', ['a{,2}}]'], ['a']],
  ['a{2,3}', '', ['aa'], ['a']],
  ['(?P<x>a)(?P=x)', '', ['aa'], ['a']],
  ["(?'x'a)\\k<x>", '', ['aa'], ['a']],
  ['(?<!a)b', '', ['b'], ['ab']],
  ['\\Qa.b\\E+', '', ['a.bb'], ['axb']],
  ['\\x{1F40A}', '', ['🐊'], ['x']],
  ['\\p{Lu}', '', ['Ä'], ['ä']],
  ['\\p{Greek}', '', ['λ'], ['l']],
  ['\\h\\R', '', [' \r\n'], ['\n']],
  ['a(?#why)b', '', ['ab'], ['a']],
  ['\\s', '', ['\v', ' '], ['\u00a0']],
  ['^.$', 'u', ['🐊'], ['ab']],
]

const wrong: [pattern: string, code: number, message: string][] = [
  ['(', 51091, 'missing closing parenthesis'],
  ['a)', 51091, 'unmatched closing parenthesis'],
  ['[a', 51091, 'missing terminating ] for character class'],
  ['*', 51091, 'quantifier does not follow a repeatable item'],
  ['a|+', 51091, 'quantifier does not follow a repeatable item'],
  ['a\\', 51091, '\\ at end of pattern'],
  ['a{3,2}', 51091, 'numbers out of order in {} quantifier'],
  ['[z-a]', 51091, 'range out of order in character class'],
]

describe('a pattern', () => {
  it.each(meant)('%j with %j finds what PCRE finds', (pattern, flags, yes, no) => {
    const finds = compilePattern(pattern, flags, findFault)
    expect([...yes, ...no].filter(finds)).toEqual(yes)
  })

  it.each(wrong)('%j is refused in the words of PCRE', (pattern, code, message) => {
    expect(() => compilePattern(pattern, '', findFault)).toThrow(
      expect.objectContaining({ code, message: `Regular expression is invalid: ${message}` }),
    )
  })

  it.each(['(?>a)b', 'a++', 'a(?i)b', '(?R)'])('%j is refused as something JavaScript lacks', (pattern) => {
    expect(() => compilePattern(pattern, '', findFault)).toThrow(
      `the regular expression /${pattern}/ is not implemented by this server`,
    )
  })

  it('cannot contain a null byte', () => {
    expect(() => compilePattern('a\0', '', findFault)).toThrow(
      'Regular expression cannot contain an embedded null byte',
    )
  })
})

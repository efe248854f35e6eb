/** What is wrong with a regular expression that JavaScript refuses. */
import { PIECE } from './pattern.ts'

/** What PCRE says is wrong with a pattern; undefined if it's none of the usual mistakes. */
export function findFault(pattern: string): string | undefined {
  let depth = 0
  let before = '('
  for (const piece of pattern.match(new RegExp(PIECE, 'giu')) ?? []) {
    const fault = pieceFault(piece, before, depth)
    if (fault) return fault
    if (piece.startsWith('(') && !piece.endsWith(')')) depth++
    if (piece === ')') depth--
    before = piece
  }
  return depth > 0 ? 'missing closing parenthesis' : undefined
}

function pieceFault(piece: string, before: string, depth: number): string | undefined {
  if (piece === '\\') return '\\ at end of pattern'
  if (piece === '[') return 'missing terminating ] for character class'
  if (piece === ')' && depth === 0) return 'unmatched closing parenthesis'
  const [, least, most] = /^\{(\d+),(\d+)\}$/.exec(piece) ?? []
  if (Number(least) > Number(most)) return 'numbers out of order in {} quantifier'
  if (/^(?:[*+]|\{\d)/.test(piece) || (piece === '?' && before !== '(')) {
    return /^[(|]/.test(before) ? 'quantifier does not follow a repeatable item' : undefined
  }
  const ranges = /^\[/.test(piece) ? (piece.match(/[a-z\d]-[a-z\d]/gi) ?? []) : []
  return ranges.some((range) => range[0]! > range[2]!) ? 'range out of order in character class' : undefined
}

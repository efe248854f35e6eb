/**
 * Regular expressions as MongoDB writes them (PCRE), translated to JavaScript's: what means the same is kept, what
 * means something else there is written another way, and what JavaScript can't do is refused.
 */
import { badValue, CommandError, notImplemented } from '../command-error.ts'

/** `(*UTF8)` and flags such as `(?i)` at the very beginning count for all of the pattern. */
const START = /^(?:\(\*(?:UTF8?|UCP)\))*((?:\(\?[imsx]+\))*)/
/** What a pattern is made of, as the source of an expression: quoted text, escapes, brackets, openings of groups, quantifiers, single characters. */
export const PIECE =
  String.raw`\\Q[^]*?(?:\\E|$)|\\(?:[xpP]\{[^}]*\}|[^])|\[\^?\]?(?:\[:\^?\w+:\]|\\[^]|[^\]\\])*\]|` +
  String.raw`\(\?#[^)]*\)|\(\?P?[<'][a-z_]\w*[>']|\(\?P=\w+\)|\{\d+(?:,\d*)?\}|[^]`
const SPACE = '\\t-\\r '
/** At the very end, or before a line feed there. */
const END = '(?=\\n?(?![^]))'

const ESCAPES: Record<string, string> = {
  A: '^',
  z: '(?![^])',
  Z: END,
  E: '',
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  h: '[ \\t]',
  H: '[^ \\t]',
  N: '[^\\n]',
  R: '(?:\\r\\n|[\\n-\\r])',
  a: '\\x07',
  e: '\\x1b',
}
const CLASS_ESCAPES: Record<string, string> = { s: SPACE, h: ' \\t', a: '\\x07', e: '\\x1b' }
const POSIX: Record<string, string> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: SPACE,
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
}

/** Says what PCRE says is wrong with a pattern; undefined if it's none of the usual mistakes. */
export type FindFault = (pattern: string) => string | undefined

/** A test for strings. `flags` are MongoDB's: i, m, s, x and u. Throws a CommandError if the pattern is none. */
export function compilePattern(
  pattern: string,
  flags: string,
  findFault: FindFault | undefined,
): (text: string) => boolean {
  const regex = compileRegex(pattern, flags, findFault)
  return (text) => regex.test(text)
}

/** JavaScript's regular expression for one of MongoDB's; `more` are flags of JavaScript. Throws a CommandError. */
export function compileRegex(
  pattern: string,
  flags: string,
  findFault: FindFault | undefined,
  more = '',
): RegExp {
  if (pattern.includes('\0') || flags.includes('\0')) {
    throw badValue('Regular expression cannot contain an embedded null byte')
  }
  const unknown = flags.replace(/[imsux]/g, '')
  if (unknown) throw new CommandError(51108, ` invalid flag in regex options: ${unknown[0]}`)
  const [start, inline] = START.exec(pattern)!
  const all = flags + inline
  const rest = pattern.slice(start.length)
  try {
    return new RegExp(translate(rest, all), `${more}u${all.includes('i') ? 'i' : ''}`)
  } catch {
    const fault = findFault?.(rest)
    if (fault) throw new CommandError(51091, `Regular expression is invalid: ${fault}`)
    throw notImplemented(`the regular expression /${pattern}/`)
  }
}

function translate(pattern: string, flags: string): string {
  const has = (flag: string) => flags.includes(flag)
  const plain: Record<string, string> = {
    '.': has('s') ? '[^]' : '[^\\n]',
    '^': has('m') ? '(?<![^\\n])' : '^',
    $: has('m') ? '(?![^\\n])' : END,
    ']': '\\]',
    '{': '\\{',
    '}': '\\}',
  }
  const pieces = new RegExp((has('x') ? '\\s+|#[^\\n]*|' : '') + PIECE, 'giu')
  return pattern.replace(pieces, (piece) => {
    if (has('x') && /^[\s#]/.test(piece)) return ''
    if (piece.length === 1) return plain[piece] ?? piece
    if (piece.startsWith('\\')) return translateEscape(piece, ESCAPES, '')
    if (piece.startsWith('[')) return translateBrackets(piece)
    return translateGroup(piece)
  })
}

function translateGroup(piece: string): string {
  if (piece.startsWith('(?#')) return ''
  if (piece.startsWith('(?P=')) return `\\k<${piece.slice(4, -1)}>`
  return piece.replace(/^\(\?P?[<'](.*)[>']$/, '(?<$1>')
}

/** JavaScript allows a backslash only where it means something. */
function translateEscape(piece: string, table: Record<string, string>, more: string): string {
  if (piece.startsWith('\\Q')) return piece.replace(/^\\Q|\\E$/g, '').replace(/[$^\\.*+?()[\]{}|/]/g, '\\$&')
  const letter = piece[1]!
  if (letter === 'x' && piece.length > 2) return `\\u${piece.slice(2)}`
  if (letter === 'p' || letter === 'P') return piece.replace(/\{([A-Z]\w{2,})\}/, '{Script=$1}')
  if (letter in table) return table[letter]!
  return /[A-Za-z0-9$^\\.*+?()[\]{}|/]/.test(letter) || more.includes(letter) ? piece : piece.slice(1)
}

function translateBrackets(piece: string): string {
  return piece
    .replace(/^(\[\^?)\]/, '$1\\]')
    .replace(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole)
    .replace(/\\(?:[xpP]\{[^}]*\}|[\s\S])/gu, (piece) => translateEscape(piece, CLASS_ESCAPES, '-'))
    .replace(/(\\[dwDWS])-(?!\])/g, '$1\\-')
    .replace(/-(\\[dwDWS])/g, '\\-$1')
}

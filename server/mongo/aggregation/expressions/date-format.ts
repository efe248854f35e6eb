/** Dates as texts of a given format, and back. */

import { CommandError } from '../../command-error.ts'
import { partsOf, timeOfIsoWeek, timeOfParts } from '../calendar.ts'
import { offsetOf, wrong } from '../parse-date.ts'
import type { TimeZone } from '../time-zone.ts'

const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(' ')

type Parts = ReturnType<typeof partsOf>

const pad = (number: number, width: number) => String(number).padStart(width, '0')

/** What each letter stands for; `offset` is in minutes. */
const LETTERS: Record<string, (parts: Parts, offset: number) => string> = {
  Y: (parts) => pad(parts.year, 4),
  m: (parts) => pad(parts.month, 2),
  d: (parts) => pad(parts.dayOfMonth, 2),
  H: (parts) => pad(parts.hour, 2),
  M: (parts) => pad(parts.minute, 2),
  S: (parts) => pad(parts.second, 2),
  L: (parts) => pad(parts.millisecond, 3),
  j: (parts) => pad(parts.dayOfYear, 3),
  w: (parts) => String(parts.dayOfWeek),
  u: (parts) => String(parts.isoDayOfWeek),
  U: (parts) => pad(parts.week, 2),
  V: (parts) => pad(parts.isoWeek, 2),
  G: (parts) => pad(parts.isoWeekYear, 4),
  b: (parts) => MONTH_NAMES[parts.month - 1]!.slice(0, 3),
  B: (parts) => MONTH_NAMES[parts.month - 1]!,
  z: (_parts, offset) =>
    sign(offset) + pad(Math.floor(Math.abs(offset) / 60), 2) + pad(Math.abs(offset) % 60, 2),
  Z: (_parts, offset) => sign(offset) + Math.abs(offset),
  '%': () => '%',
}

function sign(number: number): string {
  return number < 0 ? '-' : '+'
}

/** A time, written in a zone. Throws mongod's errors for a format that is none. */
export function formatDate(time: number, zone: TimeZone, format: string): string {
  const local = zone.toLocal(time)
  const parts = partsOf(local)
  return replaceLetters(format, (letter) => LETTERS[letter]!(parts, (local - time) / 60_000))
}

function replaceLetters(format: string, replace: (letter: string) => string): string {
  return format.replace(/%([\s\S]?)/g, (_match, letter: string) => {
    if (letter === '') throw new CommandError(18535, "Unmatched '%' at end of format string")
    if (Object.hasOwn(LETTERS, letter)) return replace(letter)
    throw new CommandError(18536, `Invalid format character '%${letter}' in format string`)
  })
}

const PATTERNS: Record<string, string> = {
  Y: '\\d{4}',
  G: '\\d{4}',
  L: '\\d{1,3}',
  j: '\\d{1,3}',
  u: '[1-7]',
  b: '[A-Za-z]{3}',
  B: '[A-Za-z]+',
  z: 'Z|[+-]\\d\\d:?\\d\\d',
  Z: '[+-]\\d{1,4}',
}

/** The milliseconds that a text of this format means. Throws mongod's errors. */
export function parseWithFormat(text: string, format: string, zone: TimeZone): bigint {
  const letters: string[] = []
  const source = replaceLetters(format.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), (letter) => {
    if (letter === '%') return '%'
    letters.push(letter)
    return `(${PATTERNS[letter] ?? '\\d{1,2}'})`
  })
  const match = new RegExp(`^${source}$`).exec(text)
  if (!match) throw wrong(text)
  const read = new Map(letters.map((letter, index) => [letter, match[index + 1]!]))
  return BigInt(timeOfRead(read, text, zone))
}

function timeOfRead(read: ReadonlyMap<string, string>, text: string, zone: TimeZone): number {
  const part = (letter: string, otherwise: number) => Number(read.get(letter) ?? otherwise)
  const clock = ((part('H', 0) * 60 + part('M', 0)) * 60 + part('S', 0)) * 1000 + part('L', 0)
  const midnight = read.has('G')
    ? timeOfIsoWeek(part('G', 1970), part('V', 1), part('u', 1))
    : timeOfParts(part('Y', 1970), monthOf(read), read.has('j') ? part('j', 1) : part('d', 1))
  if (Number.isNaN(midnight) || (!read.has('Y') && !read.has('G')))
    throw new CommandError(
      241,
      `an incomplete date/time string has been found, with elements missing: "${text}"`,
    )
  const local = midnight + clock
  if (read.has('z')) return local - offsetOf(read.get('z')!)!
  return read.has('Z') ? local - part('Z', 0) * 60_000 : zone.toUtc(local)
}

function monthOf(read: ReadonlyMap<string, string>): number {
  const name = read.get('B') ?? read.get('b')
  if (!name) return Number(read.get('m') ?? (read.has('j') ? 1 : Number.NaN))
  return (
    MONTH_NAMES.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase())) + 1 || Number.NaN
  )
}

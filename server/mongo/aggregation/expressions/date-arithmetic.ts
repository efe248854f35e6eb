/** Operators that count in units of time: add, subtract, difference, truncation. */
import { isIntegral } from '../../bson/arithmetic.ts'
import { TYPE } from '../../bson/bson-type.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { isNullish } from '../../bson/truth.ts'
import { long, NULL } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { addMonths, LENGTHS, MONTHS, unitIndex, unitStart, WEEKDAYS } from '../calendar.ts'
import type { TimeZone } from '../time-zone.ts'
import { dateAt, milliseconds, type Operand, zoneOf } from './dates.ts'
import { ARGUMENTS, failure, named, type Operator, type Operators, typeOf } from './operator.ts'

function checkUnit(unit: string): boolean {
  return Object.hasOwn(LENGTHS, unit) || Object.hasOwn(MONTHS, unit)
}

/** `$dateAdd`, and with -1 `$dateSubtract`. */
function shifted(sign: number): Operator {
  const wording = [
    '@ expects an object as its argument',
    'Unrecognized argument to @: #. Expected arguments are startDate, unit, amount, and optionally timezone.',
    '@ requires startDate, unit, and amount to be present',
  ] as const
  const codes = [5166400, 5166401, 5166402, 5166402, 5166402]
  return named('startDate unit amount timezone?', wording, codes, ([start, unit, amount, zone], name) => {
    if (isNullish(start) || isNullish(unit) || isNullish(amount)) return NULL
    const found = zoneOf(zone)
    if (!found) return NULL
    if (!isDateLike(start)) throw failure(5166403, '@ requires startDate to be convertible to a date', name)
    if (unit.type !== TYPE.string) throw failure(5166404, '@ expects string defining the time unit', name)
    if (!checkUnit(unit.text)) throw new CommandError(9, `unknown time unit value: ${unit.text}`)
    if (!isIntegral(amount, 64)) throw failure(5166405, '@ expects integer amount of time units', name)
    return dateAt(shift(milliseconds(start), unit.text, sign * toNumber(amount), found))
  })
}

/** Hours and less are counted in real time, days and more on the local calendar. */
function shift(time: number, unit: string, amount: number, zone: TimeZone): number {
  const length = LENGTHS[unit]
  if (length && length < 86_400_000) return time + amount * length
  const local = zone.toLocal(time)
  return zone.toUtc(length ? local + amount * length : addMonths(local, amount * MONTHS[unit]!))
}

function isDateLike(value: Value): boolean {
  return value.type === TYPE.date || value.type === TYPE.timestamp || value.type === TYPE.objectId
}

function dateOperand(value: Value, what: string, code: number, name: string): number {
  if (!isDateLike(value))
    throw failure(code, `@ requires '${what}' to be a date, but got #`, name, typeOf(value))
  return milliseconds(value)
}

function unitOf(value: Value, name: string): string {
  if (value.type !== TYPE.string)
    throw failure(5439013, "@ requires 'unit' to be a string, but got #", name, typeOf(value))
  if (!checkUnit(value.text))
    throw failure(
      5439014,
      "@ parameter 'unit' value cannot be recognized as a time unit: #",
      name,
      value.text,
    )
  return value.text
}

/** The number of the weekday; Sunday is 0. Counts for weeks only. */
function weekdayOf(value: Operand, unit: string, name: string): number {
  if (!value || unit !== 'week') return 0
  if (value.type !== TYPE.string)
    throw failure(5439015, "@ requires 'startOfWeek' to be a string, but got #", name, typeOf(value))
  const day = WEEKDAYS.findIndex(
    (weekday) => value.text.toLowerCase() === weekday || value.text.toLowerCase() === weekday.slice(0, 3),
  )
  if (day < 0)
    throw failure(
      5439016,
      "@ parameter 'startOfWeek' value cannot be recognized as a day of a week: #",
      name,
      value.text,
    )
  return day
}

function isWeek(unit: Value): boolean {
  return unit.type === TYPE.string && unit.text === 'week'
}

function dateDiff([start, end, unit, zone, first]: Operand[], name: string): Value {
  if (isNullish(start) || isNullish(end) || isNullish(unit)) return NULL
  if (first && isWeek(unit) && isNullish(first)) return NULL
  const found = zoneOf(zone, name)
  if (!found) return NULL
  const from = found.toLocal(dateOperand(start, 'startDate', 5166307, name))
  const to = found.toLocal(dateOperand(end, 'endDate', 5166307, name))
  const what = unitOf(unit, name)
  const weekday = weekdayOf(first, what, name)
  return long(BigInt(unitIndex(to, what, weekday) - unitIndex(from, what, weekday)))
}

function dateTrunc([value, unit, bin, zone, first]: Operand[], name: string): Value {
  if (isNullish(value) || isNullish(unit) || (bin && isNullish(bin))) return NULL
  if (first && isWeek(unit) && isNullish(first)) return NULL
  const found = zoneOf(zone, name)
  if (!found) return NULL
  const time = dateOperand(value, 'date', 5439012, name)
  const what = unitOf(unit, name)
  const size = bin ? binOf(bin, name) : 1
  const weekday = weekdayOf(first, what, name)
  const index = unitIndex(found.toLocal(time), what, weekday, size)
  return dateAt(found.toUtc(unitStart(index, what, weekday, size)))
}

function binOf(bin: Value, name: string): number {
  if (!isIntegral(bin, 64)) {
    throw failure(
      5439017,
      `@ requires 'binSize' to be a 64-bit integer, but got value '#' of type ${typeOf(bin)}`,
      name,
      describe(bin),
    )
  }
  const size = toNumber(bin)
  if (size > 0) return size
  throw failure(5439018, "@ requires 'binSize' to be greater than 0, but got value #", name, size)
}

const TRUNC_WORDING = [
  ARGUMENTS[0],
  `${ARGUMENTS[1]}. Expected arguments are date, unit, and optionally, binSize, timezone, startOfWeek`,
  ARGUMENTS[2],
] as const

export const dateArithmetic: Operators = {
  $dateAdd: shifted(1),
  $dateSubtract: shifted(-1),
  $dateDiff: named(
    'startDate endDate unit timezone? startOfWeek?',
    ARGUMENTS,
    [5166301, 5166302, 5166303, 5166304, 5166305],
    dateDiff,
  ),
  $dateTrunc: named(
    'date unit binSize? timezone? startOfWeek?',
    TRUNC_WORDING,
    [5439007, 5439008, 5439009, 5439010],
    dateTrunc,
  ),
}

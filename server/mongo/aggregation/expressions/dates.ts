/** Operators on dates. */
import { isIntegral } from '../../bson/arithmetic.ts'
import { TYPE } from '../../bson/bson-type.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { isNullish } from '../../bson/truth.ts'
import { date, documentOf, int, long, NULL, object, text } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { type Part, partsOf, timeOfIsoWeek, timeOfParts } from '../calendar.ts'
import { parseDate } from '../parse-date.ts'
import { type TimeZone, timeZone, UTC } from '../time-zone.ts'
import { timeOf } from '../value-text.ts'
import { formatDate, parseWithFormat } from './date-format.ts'
import { ARGUMENTS, failure, named, type Operator, type Operators, strict, typeOf } from './operator.ts'

/** An operand: undefined if it isn't given. */
export type Operand = Value | undefined

/** The zone that an operand names; `context` is put before errors. UTC if it isn't given, undefined if it is null. */
export function zoneOf(value: Operand, context = ''): TimeZone | undefined {
  if (!value) return UTC
  if (isNullish(value)) return undefined
  try {
    if (value.type === TYPE.string) return timeZone(value.text)
    throw new CommandError(40517, `timezone must evaluate to a string, found ${typeOf(value)}`)
  } catch (error) {
    if (!context || !(error instanceof CommandError)) throw error
    throw new CommandError(
      error.code,
      `${context} parameter 'timezone' value parsing failed :: caused by :: ${error.message}`,
    )
  }
}

/** The milliseconds of what can be taken for a date. */
export const milliseconds = (value: Operand) => Number(timeOf(value))
/** The date at so many milliseconds. */
export const dateAt = (time: number) => date(BigInt(time))

/** `$year` and the like: of a date, or of `{ date, timezone }`. */
function part(name: Part): Operator {
  const read = (value: Operand, zone: TimeZone | undefined) => {
    if (isNullish(value) || !zone) return NULL
    const result = partsOf(zone.toLocal(milliseconds(value)))[name]
    return name === 'isoWeekYear' ? long(BigInt(result)) : int(result)
  }
  const alone = strict(1, 1, ([value]) => read(value, UTC))
  const wording = ['', 'unrecognized option to @: "#"', "missing 'date' argument to @"] as const
  const zoned = named('date timezone?', wording, [0, 40535, 40539], ([value, zone]) =>
    read(value, zoneOf(zone)),
  )
  return (operand, context, operator) => {
    if (operand.isArray && operand.elements.length !== 1) {
      throw failure(
        40536,
        '@ accepts exactly one argument if given an array, but was given #',
        operator,
        operand.elements.length,
      )
    }
    const plain = !operand.isDocument || operand.document.fields[0]?.name.startsWith('$')
    return (plain ? alone : zoned)(operand, context, operator)
  }
}

function dateToString([value, format, zone, onNull]: Operand[], name: string): Value {
  const pattern = formatOperand(format, 18533, name)
  const found = zoneOf(zone)
  if (isNullish(value)) return onNull ?? NULL
  if (!found || pattern === undefined) return NULL
  return text(formatDate(milliseconds(value), found, pattern))
}

/** Undefined if it is null. */
function formatOperand(format: Operand, code: number, name: string): string | undefined {
  if (!format) return '%Y-%m-%dT%H:%M:%S.%LZ'
  if (isNullish(format)) return undefined
  if (format.type === TYPE.string) return format.text
  throw failure(
    code,
    `@ requires that 'format' be a string, found: ${typeOf(format)} with value #`,
    name,
    describe(format),
  )
}

function dateFromString([value, zone, format, onNull, onError]: Operand[], name: string): Value {
  const pattern = formatOperand(format, 40684, name)
  const found = zoneOf(zone)
  if (isNullish(value)) return onNull ?? NULL
  try {
    if (value.type !== TYPE.string) {
      throw failure(
        241,
        `@ requires that 'dateString' be a string, found: ${typeOf(value)} with value #`,
        name,
        describe(value),
      )
    }
    if (!found || pattern === undefined) return NULL
    return date(
      format
        ? parseWithFormat(value.text, pattern, found)
        : parseDate(value.text, found.toUtc, zone !== undefined),
    )
  } catch (error) {
    if (onError && error instanceof CommandError && error.code === 241) return onError
    throw error
  }
}

function dateToParts([value, zone, iso]: Operand[]): Value {
  const found = zoneOf(zone)
  if (iso && !isNullish(iso) && iso.type !== TYPE.bool)
    throw new CommandError(40521, `iso8601 must evaluate to a bool, found ${typeOf(iso)}`)
  if (!found || (iso && isNullish(iso)) || isNullish(value)) return NULL
  const parts = partsOf(found.toLocal(milliseconds(value)))
  const names: [string, Part][] = iso?.boolean
    ? [
        ['isoWeekYear', 'isoWeekYear'],
        ['isoWeek', 'isoWeek'],
        ['isoDayOfWeek', 'isoDayOfWeek'],
      ]
    : [
        ['year', 'year'],
        ['month', 'month'],
        ['day', 'dayOfMonth'],
      ]
  const clock = (['hour', 'minute', 'second', 'millisecond'] as const).map((name) => [name, name] as const)
  return object(documentOf([...names, ...clock].map(([name, key]) => [name, int(parts[key])])))
}

const PART_NAMES = 'year month day isoWeekYear isoWeek isoDayOfWeek hour minute second millisecond'.split(' ')

function dateFromParts(operands: Operand[], name: string): Value {
  const given = operands.slice(0, 10)
  const natural = given.slice(0, 3)
  const iso = given.slice(3, 6)
  if (!given[0] && !given[3])
    throw failure(40516, "@ requires either 'year' or 'isoWeekYear' to be present", name)
  if (given[0] && iso.some(Boolean))
    throw failure(40489, '@ does not allow mixing natural dates with ISO dates', name)
  if (given[3] && natural.some(Boolean))
    throw failure(40525, '@ does not allow mixing ISO dates with natural dates', name)
  const zone = zoneOf(operands[10])
  if (!zone || given.some((value) => value && isNullish(value))) return NULL
  const parts = given.map((value, index) => partOperand(value, index))
  const [year, month, day, isoYear, isoWeek, isoDay, hour, minute, second, millisecond] = parts as number[]
  const clock = ((hour! * 60 + minute!) * 60 + second!) * 1000 + millisecond!
  const midnight = given[0] ? timeOfParts(year!, month!, day!) : timeOfIsoWeek(isoYear!, isoWeek!, isoDay!)
  return dateAt(zone.toUtc(midnight + clock))
}

function partOperand(value: Operand, index: number): number {
  const name = PART_NAMES[index]!
  if (!value) return index < 6 ? 1 : 0
  if (!isIntegral(value, 64)) {
    throw new CommandError(
      40515,
      `'${name}' must evaluate to an integer, found ${typeOf(value)} with value ${describe(value)}`,
    )
  }
  const number = toNumber(value)
  const isYear = index === 0 || index === 3
  if (isYear && (number < 1 || number > 9999)) {
    throw new CommandError(
      index ? 31095 : 40523,
      `'${name}' must evaluate to an integer in the range 1 to 9999, found ${number}`,
    )
  }
  if (!isYear && index < 8 && Math.abs(number) > 32_767) {
    throw new CommandError(
      31034,
      `'${name}' must evaluate to a value in the range [-32768, 32767]; value ${number} is not in range`,
    )
  }
  return number
}

const FROM_STRING_WORDING = [
  '@ only supports an object as an argument, found: #',
  ARGUMENTS[1],
  ARGUMENTS[2],
] as const

export const dates: Operators = {
  $year: part('year'),
  $month: part('month'),
  $dayOfMonth: part('dayOfMonth'),
  $dayOfWeek: part('dayOfWeek'),
  $dayOfYear: part('dayOfYear'),
  $hour: part('hour'),
  $minute: part('minute'),
  $second: part('second'),
  $millisecond: part('millisecond'),
  $week: part('week'),
  $isoWeek: part('isoWeek'),
  $isoWeekYear: part('isoWeekYear'),
  $isoDayOfWeek: part('isoDayOfWeek'),
  $dateToString: named('date format? timezone? onNull?', ARGUMENTS, [18629, 18534, 18628], dateToString),
  $dateFromString: named(
    'dateString timezone? format? onNull? onError?',
    FROM_STRING_WORDING,
    [40540, 40541, 40542],
    dateFromString,
  ),
  $dateToParts: named('date timezone? iso8601?', ARGUMENTS, [40524, 40520, 40522], dateToParts),
  $dateFromParts: named(
    [...PART_NAMES, 'timezone'].map((name) => `${name}?`).join(' '),
    ARGUMENTS,
    [40519, 40518],
    dateFromParts,
  ),
}

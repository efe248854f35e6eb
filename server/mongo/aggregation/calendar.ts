/** Counting in years, months and weeks. Times are local milliseconds, as if they were UTC. */

const DAY = 86_400_000

/** Units of a fixed length, in milliseconds. */
export const LENGTHS: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
  week: 7 * DAY,
}
/** Units counted in months. */
export const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** What a clock and a calendar show at a time. */
export function partsOf(time: number) {
  const date = new Date(time)
  const year = date.getUTCFullYear()
  const weekday = date.getUTCDay()
  const dayOfYear = Math.floor((time - yearStart(year)) / DAY) + 1
  const thursday = Math.floor(time / DAY) * DAY + (4 - (weekday || 7)) * DAY
  const isoWeekYear = new Date(thursday).getUTCFullYear()
  return {
    year,
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfYear,
    dayOfWeek: weekday + 1,
    isoDayOfWeek: weekday || 7,
    week: Math.floor((dayOfYear + 6 - weekday) / 7),
    isoWeek: Math.floor((thursday - yearStart(isoWeekYear)) / (7 * DAY)) + 1,
    isoWeekYear,
  }
}

export type Part = keyof ReturnType<typeof partsOf>

/** The time of a date; parts may lie outside their range and then move the others. */
export function timeOfParts(year: number, month: number, day: number, time = 0): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) + time
}

function yearStart(year: number): number {
  return timeOfParts(year, 1, 1)
}

/** The time of a day in an ISO week. */
export function timeOfIsoWeek(year: number, week: number, day: number): number {
  const january4 = timeOfParts(year, 1, 4)
  return january4 + ((week - 1) * 7 + day - partsOf(january4).isoDayOfWeek) * DAY
}

function monthsOf(time: number): number {
  const date = new Date(time)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** So many months later, on the same day or the last one of a shorter month. */
export function addMonths(time: number, count: number): number {
  const months = monthsOf(time) + count
  const year = Math.floor(months / 12)
  const month = months - year * 12 + 1
  const last = new Date(timeOfParts(year, month + 1, 0)).getUTCDate()
  const clock = ((time % DAY) + DAY) % DAY
  return timeOfParts(year, month, Math.min(new Date(time).getUTCDate(), last), clock)
}

/** Days since the beginning of the year 2000 at which weeks begin on `first` (0 is Sunday), less a multiple of 7. */
function weekShift(first: number): number {
  const saturday = 6
  return ((((first - saturday) % 7) + 7) % 7) * DAY
}

const Y2000 = Date.UTC(2000, 0, 1)

/** Which unit, counted from the year 2000, a time lies in. */
export function unitIndex(time: number, unit: string, firstWeekday: number, size = 1): number {
  const months = MONTHS[unit]
  if (months) return Math.floor((monthsOf(time) - 24_000) / (months * size))
  const shift = unit === 'week' ? weekShift(firstWeekday) : 0
  return Math.floor((time - Y2000 - shift) / (LENGTHS[unit]! * size))
}

/** When a unit begins: the reverse of `unitIndex`. */
export function unitStart(index: number, unit: string, firstWeekday: number, size = 1): number {
  const months = MONTHS[unit]
  if (months) return addMonths(Y2000, index * months * size)
  const shift = unit === 'week' ? weekShift(firstWeekday) : 0
  return Y2000 + shift + index * LENGTHS[unit]! * size
}

import { describe, expect, it } from 'vitest'
import { type Case, evaluate } from '../../../support/evaluate.ts'

const day = new Date('2024-02-29T13:45:30.123Z')

const cases: Case[] = [
  [{ $year: '$d' }, '2024', { d: day }],
  [{ $month: '$d' }, '2', { d: day }],
  [{ $dayOfMonth: '$d' }, '29', { d: day }],
  [{ $dayOfWeek: '$d' }, '5', { d: day }],
  [{ $dayOfYear: '$d' }, '60', { d: day }],
  [{ $hour: '$d' }, '13', { d: day }],
  [{ $hour: { date: '$d', timezone: '+05:30' } }, '19', { d: day }],
  [{ $hour: { date: '$d', timezone: 'America/New_York' } }, '8', { d: day }],
  [{ $hour: { date: '$d', timezone: null } }, 'null', { d: day }],
  [{ $minute: ['$d'] }, '45', { d: day }],
  [{ $second: '$d' }, '30', { d: day }],
  [{ $millisecond: '$d' }, '123', { d: day }],
  [{ $week: '$d' }, '8', { d: day }],
  [{ $isoWeek: new Date('2021-01-01') }, '53'],
  [{ $isoWeekYear: new Date('2021-01-01') }, '2020L'],
  [{ $isoDayOfWeek: '$d' }, '4', { d: day }],
  [{ $year: '$no' }, 'null'],
  [{ $year: 'x' }, "16006 can't convert from BSON type string to Date"],
  [{ $year: [1, 2] }, '40536 $year accepts exactly one argument if given an array, but was given 2'],
  [
    { $hour: { date: '$d', timezone: 'Moon/Base' } },
    '40485 unrecognized time zone identifier: "Moon/Base"',
    { d: day },
  ],
  [{ $hour: { date: '$d', timezone: 1 } }, '40517 timezone must evaluate to a string, found int', { d: day }],
  [{ $hour: { date: '$d', zone: 1 } }, '40535 unrecognized option to $hour: "zone"', { d: day }],
  [
    { $dateToParts: { date: '$d' } },
    '{year: 2024, month: 2, day: 29, hour: 13, minute: 45, second: 30, millisecond: 123}',
    { d: day },
  ],
  [
    { $dateToParts: { date: '$d', iso8601: true, timezone: 'Europe/Rome' } },
    '{isoWeekYear: 2024, isoWeek: 9, isoDayOfWeek: 4, hour: 14, minute: 45, second: 30, millisecond: 123}',
    { d: day },
  ],
  [{ $dateFromParts: { year: 2024, month: 14, day: 1, hour: 5 } }, '2025-02-01T05:00:00.000Z'],
  [{ $dateFromParts: { year: 2024, month: 7, timezone: 'Europe/Rome' } }, '2024-06-30T22:00:00.000Z'],
  [{ $dateFromParts: { isoWeekYear: 2024, isoWeek: 9, isoDayOfWeek: 4 } }, '2024-02-29T00:00:00.000Z'],
  [
    { $dateFromParts: { year: 0 } },
    "40523 'year' must evaluate to an integer in the range 1 to 9999, found 0",
  ],
  [
    { $dateFromParts: { year: 2024, isoWeek: 1 } },
    '40489 $dateFromParts does not allow mixing natural dates with ISO dates',
  ],
  [
    { $dateFromParts: { month: 1 } },
    "40516 $dateFromParts requires either 'year' or 'isoWeekYear' to be present",
  ],
  [
    { $dateFromParts: { year: 2024, month: 1.5 } },
    "40515 'month' must evaluate to an integer, found double with value 1.5",
  ],
]

const cases1: Case[] = [
  [{ $dateToString: { date: '$d' } }, '"2024-02-29T13:45:30.123Z"', { d: day }],
  [
    { $dateToString: { date: '$d', format: '%Y/%m/%d %H:%M:%S.%L %z', timezone: 'Europe/Rome' } },
    '"2024/02/29 14:45:30.123 +0100"',
    { d: day },
  ],
  [
    { $dateToString: { date: '$d', format: '%j %w %u %U %V %G %Z %b %B %%' } },
    '"060 5 4 08 09 2024 +0 Feb February %"',
    { d: day },
  ],
  [{ $dateToString: { date: '$no', onNull: 'never' } }, '"never"'],
  [
    { $dateToString: { date: '$d', format: '%Q' } },
    "18536 Invalid format character '%Q' in format string",
    { d: day },
  ],
  [{ $dateToString: { date: '$d', format: '%' } }, "18535 Unmatched '%' at end of format string", { d: day }],
  [
    { $dateToString: { date: '$d', format: 5 } },
    "18533 $dateToString requires that 'format' be a string, found: int with value 5",
    { d: day },
  ],
  [{ $dateToString: { format: 'x' } }, "18628 Missing 'date' parameter to $dateToString"],
  [{ $dateFromString: { dateString: '2024-02-29T12:00:00Z' } }, '2024-02-29T12:00:00.000Z'],
  [
    { $dateFromString: { dateString: '2024-02-29T12:00:00', timezone: 'Europe/Rome' } },
    '2024-02-29T11:00:00.000Z',
  ],
  [
    { $dateFromString: { dateString: '29/02/2024 07:05', format: '%d/%m/%Y %H:%M' } },
    '2024-02-29T07:05:00.000Z',
  ],
  [{ $dateFromString: { dateString: 'x', onError: 'oops' } }, '"oops"'],
  [{ $dateFromString: { dateString: '$no', onNull: 'nil' } }, '"nil"'],
  [
    { $dateFromString: { dateString: 5 } },
    "241 $dateFromString requires that 'dateString' be a string, found: int with value 5",
  ],
  [{ $dateFromString: {} }, "40542 Missing 'dateString' parameter to $dateFromString"],
]

describe('parts of dates', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

describe('dates and texts', () => {
  it.each(cases1)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

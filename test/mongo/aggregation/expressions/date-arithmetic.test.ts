import { describe, expect, it } from 'vitest'
import { type Case, evaluate } from '../../../support/evaluate.ts'

const day = new Date('2024-02-29T13:45:30.123Z')

const cases: Case[] = [
  [{ $dateAdd: { startDate: new Date('2024-01-31'), unit: 'month', amount: 1 } }, '2024-02-29T00:00:00.000Z'],
  [{ $dateAdd: { startDate: new Date('2024-02-29'), unit: 'year', amount: 1 } }, '2025-02-28T00:00:00.000Z'],
  [
    {
      $dateAdd: {
        startDate: new Date('2024-03-30T12:00:00Z'),
        unit: 'day',
        amount: 1,
        timezone: 'Europe/Rome',
      },
    },
    '2024-03-31T11:00:00.000Z',
  ],
  [
    {
      $dateAdd: {
        startDate: new Date('2024-03-30T12:00:00Z'),
        unit: 'hour',
        amount: 24,
        timezone: 'Europe/Rome',
      },
    },
    '2024-03-31T12:00:00.000Z',
  ],
  [
    { $dateSubtract: { startDate: '$d', unit: 'quarter', amount: 1 } },
    '2023-11-29T13:45:30.123Z',
    { d: day },
  ],
  [{ $dateAdd: { startDate: '$no', unit: 'day', amount: 1 } }, 'null'],
  [
    { $dateAdd: { startDate: 'x', unit: 'day', amount: 1 } },
    '5166403 $dateAdd requires startDate to be convertible to a date',
  ],
  [{ $dateAdd: { startDate: '$d', unit: 'age', amount: 1 } }, '9 unknown time unit value: age', { d: day }],
  [
    { $dateAdd: { startDate: '$d', unit: 'day', amount: 1.5 } },
    '5166405 $dateAdd expects integer amount of time units',
    { d: day },
  ],
  [
    { $dateAdd: { startDate: '$d', unit: 'day' } },
    '5166402 $dateAdd requires startDate, unit, and amount to be present',
    { d: day },
  ],
  [{ $dateDiff: { startDate: new Date('2023-12-31'), endDate: '$d', unit: 'year' } }, '1L', { d: day }],
  [
    { $dateDiff: { startDate: new Date('2024-02-24'), endDate: '$d', unit: 'week', startOfWeek: 'monday' } },
    '1L',
    { d: day },
  ],
  [{ $dateDiff: { startDate: new Date('2024-02-24'), endDate: '$d', unit: 'week' } }, '1L', { d: day }],
  [{ $dateDiff: { startDate: '$d', endDate: new Date(0), unit: 'day' } }, '-19782L', { d: day }],
  [
    { $dateDiff: { startDate: '$d', endDate: 'x', unit: 'day' } },
    "5166307 $dateDiff requires 'endDate' to be a date, but got string",
    { d: day },
  ],
  [{ $dateTrunc: { date: '$d', unit: 'hour', binSize: 6 } }, '2024-02-29T12:00:00.000Z', { d: day }],
  [{ $dateTrunc: { date: '$d', unit: 'week', startOfWeek: 'mon' } }, '2024-02-26T00:00:00.000Z', { d: day }],
  [
    { $dateTrunc: { date: '$d', unit: 'month', timezone: 'Europe/Rome' } },
    '2024-01-31T23:00:00.000Z',
    { d: day },
  ],
  [{ $dateTrunc: { date: '$d', unit: 'quarter' } }, '2024-01-01T00:00:00.000Z', { d: day }],
  [
    { $dateTrunc: { date: '$d', unit: 'x' } },
    "5439014 $dateTrunc parameter 'unit' value cannot be recognized as a time unit: x",
    { d: day },
  ],
  [
    { $dateTrunc: { date: '$d', unit: 'day', binSize: 0 } },
    "5439018 $dateTrunc requires 'binSize' to be greater than 0, but got value 0",
    { d: day },
  ],
  [{ $dateTrunc: { date: 1, unit: 'day' } }, "5439012 $dateTrunc requires 'date' to be a date, but got int"],
]

describe('dates and amounts of time', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

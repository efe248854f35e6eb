/** The report for people: a table a section, figures under one another. */
import { type Budget, type Figure, median, type Section, verdict } from './figures.ts'

const HEAD = ['', 'median', 'min', 'max', 'unit', 'budget', 'verdict']
/** Columns of numbers. */
const TO_THE_RIGHT = [1, 2, 3]

/** A section as lines of text, with its notes below it. */
export function table({ title, figures }: Section): string {
  const rows = [[title, ...HEAD.slice(1)], ...figures.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) => line(row, widths))
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '))
  return [...lines, ...figures.flatMap(noteOf)].join('\n')
}

function line(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((cell, column) =>
    TO_THE_RIGHT.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
  )
  return padded.join('  ').trimEnd()
}

function cells({ what, unit, values, budget }: Figure): string[] {
  const limit = budget ? budgetText(budget) : ''
  if (values.length === 0) return [what, '', '', '', unit, limit, 'not measured']
  const middle = median(values)
  const range = values.length > 1 ? [Math.min(...values), Math.max(...values)].map(numberText) : ['', '']
  return [what, numberText(middle), ...range, unit, limit, budget ? verdict(middle, budget) : '']
}

function noteOf({ what, note }: Figure): string[] {
  return note === undefined ? [] : [`  ${what}: ${note}`]
}

function budgetText({ bound, value }: Budget): string {
  return `${bound === 'most' ? '≤' : '≥'} ${value}`
}

/** Three figures that mean something; thousands are grouped. */
function numberText(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}

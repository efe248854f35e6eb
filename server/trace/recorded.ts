/**
 * What was recorded of an original, as people read it. The recorder kept a line each for what the program
 * printed and for what the original logged, and cut long messages.
 */
import type { Recorded } from './demo.ts'

/** A recorded line; `error` marks what went wrong there. */
export interface RecordedLine {
  text: string
  error: boolean
}

const NAMES: Record<string, string> = { tornado: 'Tornado', motor: 'Motor', pymongo: 'PyMongo' }

/** An original's name and version: `Tornado 2.4.1` for the recordings `tornado-2.4.1-web`. */
export function originalName(system: string): string {
  const [name = '', version = ''] = system.split('-')
  return `${NAMES[name] ?? name} ${version}`
}

/** All that the original printed, logged and answered, in that order; at least one line. */
export function recordedLines({ log, response }: Recorded): RecordedLine[] {
  const lines = [...log.map(readLine), ...answers(response)]
  return lines.length > 0 ? lines : [{ text: 'printed nothing', error: false }]
}

/** The recorder's `log:` stands before what came from the original's logger, its ` | ` before an exception. */
function readLine(line: unknown): RecordedLine {
  if (typeof line !== 'string') return { text: JSON.stringify(line), error: false }
  if (!line.startsWith('log:')) return { text: line, error: false }
  const [what = '', exception] = line.slice('log:'.length).split(' | ')
  if (exception === undefined) return { text: what, error: true }
  return { text: `${what}: ${exception}${exception.endsWith(')') ? '' : ' …'}`, error: true }
}

function answers(response: Recorded['response'] = []): RecordedLine[] {
  if (typeof response === 'string') return [{ text: response, error: true }]
  return response.map((answer) => ({ text: `answered ${answer}`, error: false }))
}

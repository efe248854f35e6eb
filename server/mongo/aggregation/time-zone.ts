/** Time zones: offsets such as `+05:30`, and names such as `Europe/Rome`, whose rules come from the host's tables. */
import { CommandError } from '../command-error.ts'
import { offsetOf } from './parse-date.ts'

/** Turns times to local ones and back; both are milliseconds, a local one counted as if it were UTC. */
export interface TimeZone {
  toLocal(utc: number): number
  toUtc(local: number): number
}

export const UTC = fixed(0)

const known = new Map<string, TimeZone>()

/** The zone of this name or offset. Throws mongod's error if there is none. */
export function timeZone(name: string): TimeZone {
  const offset = offsetOf(name)
  if (offset !== undefined) return fixed(offset)
  const found = known.get(name) ?? namedZone(name)
  known.set(name, found)
  return found
}

function fixed(offset: number): TimeZone {
  return { toLocal: (utc) => utc + offset, toUtc: (local) => local - offset }
}

function namedZone(name: string): TimeZone {
  const format = formatOf(name)
  const toLocal = (utc: number) => {
    const part = Object.fromEntries(format.formatToParts(utc).map(({ type, value }) => [type, +value]))
    const { year, month, day, hour, minute, second } = part as Record<string, number>
    return Date.UTC(year!, month! - 1, day, hour, minute, second) + (((utc % 1000) + 1000) % 1000)
  }
  const toUtc = (local: number) => {
    const guess = local - (toLocal(local) - local)
    return local - (toLocal(guess) - guess)
  }
  return { toLocal, toUtc }
}

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw new CommandError(40485, `unrecognized time zone identifier: "${name}"`)
  }
}

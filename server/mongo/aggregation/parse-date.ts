/** Reads dates out of texts. */
import { CommandError } from '../command-error.ts'

const ISO =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i

/** The milliseconds that an ISO 8601 text means; without a zone in it, `toUtc` turns local into UTC. */
export function parseDate(text: string, toUtc = (local: number) => local, zoned = false): bigint {
  const match = ISO.exec(text.trim())
  if (!match) throw wrong(text)
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone] = match
  if (+month! > 12 || +day! > 31 || +hour > 24 || +minute > 59 || +second > 60) throw wrong(text)
  const milliseconds = Math.trunc(+`0.${fraction || 0}` * 1000)
  const local = Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second, milliseconds)
  if (!zone) return BigInt(toUtc(local))
  if (zoned)
    throw new CommandError(
      241,
      `you cannot pass in a date/time string with time zone information ('${zone}') together with a timezone argument`,
    )
  return BigInt(local - offsetOf(zone)!)
}

/** The error for a text that isn't a date. */
export function wrong(text: string): CommandError {
  return new CommandError(
    241,
    `Error parsing date string '${text}'; 0: Unexpected character '${text[0] ?? ''}'`,
  )
}

/** Milliseconds east of UTC that `Z`, `+05:30` or `+0530` mean; undefined for anything else. */
export function offsetOf(zone: string): number | undefined {
  if (/^(Z|UTC|GMT)$/i.test(zone)) return 0
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  if (!match) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -minutes : minutes) * 60_000
}

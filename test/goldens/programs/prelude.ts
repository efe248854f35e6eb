/// <reference path="../../../demos/lib/guest.d.ts" />
/**
 * What every conformance program begins with; the harness puts it in place of the import. A scenario says what
 * it sees by `log`; what the library logs by itself is seen there too, in order.
 */

/** Says one thing: JSON, as the recordings keep it. */
export function log(value: unknown): void {
  console.log(`=${JSON.stringify(value === undefined ? null : value)}`)
}

/** Runs a scenario's body; what it raises is the last thing said, as the recording programs do. */
export function attempt(body: () => void): void {
  try {
    body()
  } catch (error) {
    log(`raised to caller: ${repr(error)}`)
  }
}

/** An error as Python's repr shows it: `ValueError('bug')`. */
export function repr(value: unknown): string {
  if (value instanceof Error) return `${value.name}(${repr(value.message)})`
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
    return quote + value.replaceAll('\r', '\\r').replaceAll('\n', '\\n') + quote
  }
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  return typeof value === 'object'
    ? `{${Object.entries(value)
        .map(([key, inner]) => `${repr(key)}: ${repr(inner)}`)
        .join(', ')}}`
    : String(value)
}

export class ValueError extends Error {
  override name = 'ValueError'
}

export class KeyError extends Error {
  override name = 'KeyError'
}

export class ZeroDivisionError extends Error {
  override name = 'ZeroDivisionError'
  constructor(message = 'division by zero') {
    super(message)
  }
}

/** Python's `1/0`. */
export function divideByZero(): never {
  throw new ZeroDivisionError()
}

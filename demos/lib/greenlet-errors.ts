/** What can go wrong with greenlets, and what ends one (greenlet 2.0.2). */

/** Ends a greenlet; whoever waits for it gets it as a value. */
export class GreenletExit extends Error {
  override name = 'GreenletExit'
}

/** A switch that can't be made, or code that can't be put aside. */
export const GreenletError = globalThis.GreenletError

/** A value that its place can't take, such as a cyclic parent chain. */
export class ValueError extends Error {
  override name = 'ValueError'
}

/** Something that an object doesn't have, or doesn't let one change. */
export class AttributeError extends Error {
  override name = 'AttributeError'
}

/** Thrown as Python raises: an error, or a class of errors. */
export function raisable(error: unknown): Error {
  if (error instanceof Error) return error
  if (isErrorClass(error)) return new error()
  const rule = 'exceptions must be classes, or instances'
  throw new TypeError(`${rule}, not ${typeName(error)}`)
}

function isErrorClass(value: unknown): value is new () => Error {
  if (typeof value !== 'function') return false
  return value === Error || value.prototype instanceof Error
}

/** The error for a parent that is none. */
export function notAGreenlet(value: unknown): TypeError {
  const rule = 'GreenletChecker: Expected any type of greenlet'
  return new TypeError(`${rule}, not ${typeName(value)}`)
}

/** What a message calls the type of a value. */
function typeName(value: unknown): string {
  if (value === null || typeof value !== 'object')
    return value === null ? 'null' : typeof value
  return value.constructor?.name ?? 'object'
}

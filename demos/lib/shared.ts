/**
 * What threads share: sockets, and objects of the kernel. An object goes
 * by a name; each thread has its own handle on it. One that the top level
 * of a program makes has the same name in every thread.
 */
import { TimeoutError } from 'os-error'

type Make = (...fields: never[]) => object

const kinds = new Map<string, Make>()
const numbers = new Map<string, number>()
let owner = ''

/** A name that nothing else in the run has: `lock 2 of Thread-1`. */
export function newName(kind: string): string {
  const number = (numbers.get(kind) ?? 0) + 1
  numbers.set(kind, number)
  return owner ? `${kind} ${number} of ${owner}` : `${kind} ${number}`
}

/** From now on, names are those of this thread. */
export function nameFor(thread: string): void {
  owner = thread
  numbers.clear()
}

/** Says how a handle is made again, from the fields that travelled. */
export function travels(kind: string, make: Make): void {
  kinds.set(kind, make)
}

/** How a handle travels to another thread: as JSON, with a tag. */
export function tagged(kind: string, ...fields: unknown[]): object {
  return { $shared: kind, fields }
}

/** What came from another thread, with its handles made again. */
export function received(json: string): unknown {
  return JSON.parse(json, revive)
}

interface Tagged {
  $shared?: string
  fields?: never[]
  $socket?: never
}

function revive(_key: string, value: unknown): unknown {
  const { $shared, fields, $socket } = (value ?? {}) as Tagged
  if ($shared !== undefined) {
    return kinds.get($shared)?.(...(fields ?? [])) ?? value
  }
  if ($socket === undefined) return value
  return kinds.get('Socket')?.($socket) ?? value
}

/** The value as it travels; throws if it's neither JSON nor shared. */
export function sent(value: unknown, what: string): string {
  return JSON.stringify(value, function (this: object, key, part) {
    const { [key]: original } = this as Record<string, unknown>
    // A date would arrive as a text, and undefined in a list as null.
    const changes = original instanceof Date ? original : part
    const hole = part === undefined && Array.isArray(this)
    if (isPlain(changes) && !hole) return part
    const kind = 'JSON, a socket, a lock or the like'
    const name = nameOf(changes)
    throw new TypeError(`${what} must be ${kind}, not ${name}`)
  })
}

function isPlain(part: unknown): boolean {
  if (typeof part === 'function' || typeof part === 'symbol')
    return false
  if (typeof part === 'number') return Number.isFinite(part)
  if (typeof part !== 'object' || part === null) return true
  const prototype: unknown = Object.getPrototypeOf(part)
  const plain = prototype === Object.prototype || prototype === null
  return plain || Array.isArray(part)
}

function nameOf(part: unknown): string {
  if (part === undefined || typeof part === 'number') return `${part}`
  if (typeof part !== 'object') return `a ${typeof part}`
  return `a ${part?.constructor.name}`
}

/** Makes a call that may take too long; false if its time was over. */
export function inTime(call: () => void): boolean {
  try {
    call()
    return true
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    return false
  }
}

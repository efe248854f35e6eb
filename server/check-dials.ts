/** How a request dials its database, looked at as closely as the rest of it. */
import type { DatabaseDials } from './kernel/events.ts'

type Complaint = string | undefined
type Fields = Record<string, unknown>

const LOCKS = ['none', 'writes', 'all']
const SERVICES = ['read', 'write', 'document']
const DIALS = ['threads', 'service', 'lock', 'jitter']
/** Threads of the database … */
const MOST_THREADS = 64
/** … and the longest service of one command, ms. */
const MOST_SERVICE = 10_000

/** One sentence that says what is wrong with `database`, and what it may be; undefined if it's good or not there. */
export function checkDials(database: unknown): Complaint {
  if (database === undefined) return undefined
  if (!isObject(database)) return `database must be an object of ${DIALS.join(', ')}`
  const { threads, service, lock, jitter } = database
  return (
    checkNames('database', database, DIALS) ??
    optional(threads, (value) => Number.isInteger(value) && between(value, 1, MOST_THREADS), {
      name: 'database.threads',
      may: `a whole number from 1 to ${MOST_THREADS}`,
    }) ??
    checkService(service) ??
    optional(lock, (value) => LOCKS.includes(value as string), {
      name: 'database.lock',
      may: `one of ${LOCKS.join(', ')}`,
    }) ??
    optional(jitter, (value) => between(value, 0, 1), {
      name: 'database.jitter',
      may: 'a number from 0 to 1',
    })
  )
}

/** The same dials, made of nothing else and always in the same order. Only for good ones. */
export function dialsOf({ threads, service, lock, jitter }: DatabaseDials): DatabaseDials {
  return known({ threads, service: service && known(service, SERVICES), lock, jitter }, DIALS)
}

function checkService(service: unknown): Complaint {
  if (service === undefined) return undefined
  if (!isObject(service)) return `database.service must be an object of ${SERVICES.join(', ')}, each in ms`
  const times = SERVICES.map((name) =>
    optional(service[name], (value) => between(value, 0, MOST_SERVICE), {
      name: `database.service.${name}`,
      may: `a number of ms from 0 to ${MOST_SERVICE}`,
    }),
  )
  return (
    checkNames('database.service', service, SERVICES) ?? times.find((complaint) => complaint !== undefined)
  )
}

/** A dial that nobody knows would be ignored, and the run not be what was asked for. */
function checkNames(owner: string, fields: Fields, names: readonly string[]): Complaint {
  const strange = Object.keys(fields).find((name) => !names.includes(name))
  return strange === undefined ? undefined : `${owner} has no "${strange}", only ${names.join(', ')}`
}

function optional(
  value: unknown,
  good: (value: unknown) => boolean,
  { name, may }: { name: string; may: string },
): Complaint {
  return value === undefined || good(value) ? undefined : `${name} must be ${may}`
}

function between(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields of these names that are set. */
function known<T extends object>(fields: T, names: readonly string[]): Partial<T> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name as keyof T]
      return value === undefined ? [] : [[name, value]]
    }),
  ) as Partial<T>
}

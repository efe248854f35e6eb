/**
 * What arrives from a page or from a command line is anything at all until it has been looked at, field by
 * field. Every way into a run goes through this check.
 */
import { checkDials, dialsOf } from './check-dials.ts'
import { type RunRequest, type RuntimeName, STYLES, type Style } from './run.ts'

type Fields = Partial<Record<keyof RunRequest, unknown>>
type Complaint = string | undefined

const MAX_SOURCE = 100_000
const MAX_SEED = 2 ** 32 - 1
const MAX_PATHS = 100
const MAX_PATH = 200
const MAX_PAUSE = 10_000
const MAX_CLIENTS = 64
/** A guest thread on the node runtime is a worker of about 10 MiB; the simulated runtime's threads are cheap. */
const MAX_NODE_THREADS = 16

/**
 * Gives a request made of exactly the known fields, or one sentence that says which field is wrong and what
 * it may be. `runtime` (default `node`) decides how many clients a program in threads style may have.
 */
export function checkRequest(value: unknown, runtime: RuntimeName = 'node'): RunRequest | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a request is an object'
  const fields = value as Fields
  const complaint = firstComplaint(fields, runtime)
  if (complaint !== undefined) return complaint
  const { demo, style, source, paths, clients, requests, latency, seed, arrival, mode, pause, database } =
    fields as unknown as RunRequest
  const asked = { demo, style, source, paths: [...paths], clients, requests, latency, seed, arrival, mode }
  return {
    ...asked,
    ...(pause !== undefined && { pause }),
    ...(database !== undefined && { database: dialsOf(database) }),
  }
}

function firstComplaint(fields: Fields, runtime: RuntimeName): Complaint {
  return (
    checkDemo(fields.demo) ??
    oneOf('style', fields.style, STYLES) ??
    checkSource(fields.source) ??
    checkPaths(fields.paths) ??
    checkClients(fields, runtime) ??
    within('requests', fields.requests, 1, 1000) ??
    within('latency', fields.latency, 0, 2000) ??
    within('seed', fields.seed, 0, MAX_SEED) ??
    oneOf('arrival', fields.arrival, ['together', 'spread']) ??
    oneOf('mode', fields.mode, ['burst', 'open']) ??
    (fields.pause === undefined ? undefined : within('pause', fields.pause, 0, MAX_PAUSE)) ??
    checkDials(fields.database)
  )
}

function checkDemo(demo: unknown): Complaint {
  const good = typeof demo === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(demo) && demo.length <= 60
  return good ? undefined : 'demo must be the name of a folder, in small letters, digits and hyphens'
}

function checkSource(source: unknown): Complaint {
  if (typeof source !== 'string') return 'source must be the text of the program'
  if (source.length <= MAX_SOURCE) return undefined
  return `source must have at most ${MAX_SOURCE} characters, has ${source.length}`
}

function checkPaths(paths: unknown): Complaint {
  if (!Array.isArray(paths) || paths.length < 1 || paths.length > MAX_PATHS) {
    return `paths must be a list of 1 to ${MAX_PATHS} paths`
  }
  // Not every(): it skips the holes of a sparse list.
  for (let index = 0; index < paths.length; index++) {
    if (!isPath(paths[index]))
      return `paths[${index}] must begin with / and have at most ${MAX_PATH} plain characters`
  }
  return undefined
}

function isPath(path: unknown): boolean {
  return typeof path === 'string' && path.startsWith('/') && path.length <= MAX_PATH && !/\p{Cc}/u.test(path)
}

function checkClients({ clients, style }: Fields, runtime: RuntimeName): Complaint {
  const expensive = runtime === 'node' && (style as Style) === 'threads'
  const complaint = within('clients', clients, 1, expensive ? MAX_NODE_THREADS : MAX_CLIENTS)
  return complaint && expensive
    ? `${complaint} (on the demo server each of them costs an OS thread)`
    : complaint
}

function within(name: string, value: unknown, least: number, most: number): Complaint {
  const good = Number.isInteger(value) && (value as number) >= least && (value as number) <= most
  return good ? undefined : `${name} must be a whole number from ${least} to ${most}`
}

function oneOf(name: string, value: unknown, known: readonly string[]): Complaint {
  return known.includes(value as string) ? undefined : `${name} must be one of ${known.join(', ')}`
}

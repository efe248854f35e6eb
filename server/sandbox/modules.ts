/**
 * Which module is compiled how. Plain code blocks in the system call itself; rewritten ("green") code can be
 * suspended in the middle. The blocking driver is one source file and gets both: plain for a blocking call on
 * the loop, green for gevent, for Motor and for threads in virtual time.
 */

/** `lib/pymongo.ts`, or `lib/pymongo.ts?green` for its rewritten twin; the program goes by its file name. */
export type ModuleName = string

const GREEN = '?green'

/** `green/pymongo` asks for the rewritten twin, whoever imports it. */
const ASKS_FOR_GREEN = /^green\//

/** Modules that only compute, or keep what everybody shares: one plain copy. */
const PURE: ReadonlySet<string> = new Set([
  'assertion-error',
  'bson',
  'context',
  'fetch-address',
  'http-error',
  'http-message',
  'http-reasons',
  'http-response',
  'keywords',
  'object-id',
  'os-error',
  'pymongo-errors',
  'read-buffer',
  'stream-read',
  'write-buffer',
  'pymongo-names',
  'pymongo-reply',
  'pymongo-writes',
  'stack-context',
  'thread-errors',
  'timeout-error',
  'timeout-queue',
  'wire',
])

/** The system calls themselves: plain, unless they suspend. */
const SYSTEM: ReadonlySet<string> = new Set(['os', 'syscall'])

/** Modules of the event loop: plain, and of no use in a thread. */
const LOOP: ReadonlySet<string> = new Set([
  'answer',
  'asyncmongo',
  'asyncmongo-connection',
  'base-stream',
  'fetch-connection',
  'fetch-reader',
  'fetch-response',
  'future',
  'gevent-errors',
  'greenlet-errors',
  'gen',
  'gen-arguments',
  'gen-body',
  'gen-convert',
  'gen-coroutine',
  'gen-engine',
  'gen-errors',
  'gen-future',
  'gen-moment',
  'gen-multi',
  'gen-results',
  'gen-return',
  'gen-runner',
  'gen-timeout',
  'gen-wait-iterator',
  'gen-yield-points',
  'gevent-hub-greenlet',
  'greenlet',
  'greenlet-stack',
  'greenlet-switch',
  'http-connection',
  'httpclient',
  'httpserver',
  'ioloop',
  'iostream',
  'loop-callback',
  'motor',
  'motor-asynchronize',
  'motor-callback',
  'motor-class',
  'motor-client',
  'motor-collection',
  'motor-command-cursor',
  'motor-cursor',
  'motor-database',
  'motor-each',
  'motor-fetch-next',
  'motor-history',
  'motor-list',
  'motor-op',
  'motor-options',
  'motor-pool',
  'motor-socket',
  'motor-tail',
  'motor-types',
  'reading-stream',
  'request-handler',
  'resync',
  'run-sync',
  'waker',
  'web',
])

/** What decides how modules are compiled. */
export interface Compilation {
  /** File name of the program. */
  file: string
  /** The program is rewritten. */
  green: boolean
  /** System calls suspend their thread instead of blocking: threads in virtual time. */
  suspending: boolean
}

/** The library's name of a module, whatever twin of it is asked for. */
export const plainName = (specifier: string): string => specifier.replace(ASKS_FOR_GREEN, '')

/** The library module of that name, as `importer` gets it. */
export function resolveModule(
  { file, green, suspending }: Compilation,
  importer: ModuleName,
  specifier: string,
): ModuleName {
  const base = plainName(specifier)
  const name = `lib/${base}.ts`
  if (PURE.has(base)) return name
  if (suspending) return name + GREEN
  if (LOOP.has(base) || SYSTEM.has(base)) return name
  const fromGreen = importer.endsWith(GREEN) || (importer === file && green)
  return specifier !== base || fromGreen ? name + GREEN : name
}

export const isGreen = (module: ModuleName): boolean => module.endsWith(GREEN)

/** Whether a module can't be had where system calls suspend. */
export const isForLoops = (specifier: string): boolean => LOOP.has(plainName(specifier))

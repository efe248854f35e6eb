/**
 * Which module is compiled how. Plain code blocks in the system call itself; rewritten ("green") code can be
 * suspended in the middle. The blocking driver is one source file and gets both: plain for a blocking call on
 * the loop, green for gevent, for Motor and for threads in virtual time.
 */

/** `lib/pymongo.ts`, or `lib/pymongo.ts?green` for its rewritten twin; the program goes by its file name. */
export type ModuleName = string

const GREEN = '?green'

/** Modules that only compute: plain everywhere. */
const PURE: ReadonlySet<string> = new Set(['bson', 'http-message', 'wire', 'future', 'context'])

/** Modules of the event loop: plain, and of no use in a thread. */
const LOOP: ReadonlySet<string> = new Set([
  'greenlet',
  'ioloop',
  'iostream',
  'gen',
  'httpserver',
  'web',
  'motor',
])

/** What Motor runs on greenlets, although Motor itself is plain. */
const ON_GREENLETS: ReadonlySet<string> = new Set(['pymongo', 'motor-socket'])

/** What decides how modules are compiled. */
export interface Compilation {
  /** File name of the program. */
  file: string
  /** The program is rewritten. */
  green: boolean
  /** System calls suspend their thread instead of blocking: threads in virtual time. */
  suspending: boolean
}

/** The library module of that name, as `importer` gets it. */
export function resolveModule(
  { file, green, suspending }: Compilation,
  importer: ModuleName,
  specifier: string,
): ModuleName {
  const name = `lib/${specifier}.ts`
  if (PURE.has(specifier)) return name
  if (suspending) return name + GREEN
  if (LOOP.has(specifier) || specifier === 'os') return name
  const fromMotor = importer === 'lib/motor.ts' && ON_GREENLETS.has(specifier)
  const fromGreen = importer.endsWith(GREEN) || (importer === file && green)
  return fromMotor || fromGreen ? name + GREEN : name
}

export const isGreen = (module: ModuleName): boolean => module.endsWith(GREEN)

/** Whether a module can't be had where system calls suspend. */
export const isForLoops = (specifier: string): boolean => LOOP.has(specifier)

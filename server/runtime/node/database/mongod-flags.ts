/**
 * The flags of our own `mongod`. Programs start it with all that MongoDB's takes, so what it doesn't know it
 * ignores; but not when a person has typed it.
 */
import { isIP } from 'node:net'

/** The flag that has our executable end when its standard input does. */
export const ENDS_WITH_INPUT = '--end-with-input'
/** The flag that names an executable to keep, instead of being a database. */
export const KEEP = '--keep'

export const MONGOD_USAGE = `usage: npm run -s mongod -- [options]
  --port N           where it listens, 0 for any free port (default 27017)
  --bind_ip ADDRESS  on which address of this machine (default 127.0.0.1)
  --version          say its version
It keeps everything in memory, and takes no other option of MongoDB's when started by hand.`

/** Flags with a value, and flags without one. */
const KNOWN = new Map([
  ['--port', true],
  ['--bind_ip', true],
  [ENDS_WITH_INPUT, false],
])

export interface MongodFlags {
  /** 0 takes any free port. */
  port: number
  host: string
  /** Whether it ends when its standard input does: then somebody holds the other end who may be killed. */
  endsWithInput: boolean
}

/** Reads `--port 27017`, `--port=27017` and the like. Throws an Error that names a flag with an impossible value. */
export function parseMongodFlags(args: readonly string[]): MongodFlags {
  const flags = new Map<string, string>()
  for (const [index, arg] of args.entries()) {
    if (!arg.startsWith('--')) continue
    const equals = arg.indexOf('=')
    if (equals > 0) flags.set(arg.slice(2, equals), arg.slice(equals + 1))
    else flags.set(arg.slice(2), args[index + 1] ?? '')
  }
  return {
    port: parsePort(flags.get('port') ?? '27017'),
    host: parseHost(flags.get('bind_ip') ?? '127.0.0.1'),
    endsWithInput: args.includes(ENDS_WITH_INPUT),
  }
}

/** Throws an Error that names the first word which means nothing here. */
export function refuseUnknownFlags(args: readonly string[]): void {
  for (let index = 0; index < args.length; index += 1) {
    const [name = '', value] = args[index]!.split('=', 2)
    const takesValue = KNOWN.get(name)
    if (takesValue === undefined) {
      throw new Error(`unknown option ${args[index]}: there are --port and --bind_ip, see --help`)
    }
    if (takesValue && value === undefined) index += 1
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Error(`--port ${text}: a port is a whole number from 0 to 65535`)
}

/** Whoever reaches the database can read and write it, so nobody outside this machine may. */
function parseHost(text: string): string {
  const host = text === 'localhost' ? '127.0.0.1' : text
  if (host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))) return host
  throw new Error(`--bind_ip ${text}: only an address of this machine is possible, such as 127.0.0.1`)
}

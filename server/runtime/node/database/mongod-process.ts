/** The life of our own `mongod` as a process: it says once that it is ready, then nothing more. */

import { whenNpmIsGone } from '../until-interrupted.ts'
import { listenAsMongod } from './mongo-listener.ts'
import { MONGOD_USAGE, type MongodFlags, parseMongodFlags, refuseUnknownFlags } from './mongod-flags.ts'

/** What mongod exits with when it can't have its port. */
const EXIT_NO_PORT = 48
const EXIT_BAD_FLAGS = 2

/** Runs until a signal, or until whoever started it is gone. Never resolves before that otherwise than by exiting. */
export async function runMongod(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(`${MONGOD_USAGE}\n`)
  const flags = readFlags(args)
  const end = () => process.exit(0)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
  if (flags.endsWithInput) endWithInput(end)
  else whenNpmIsGone(end)
  try {
    const { port } = await listenAsMongod(flags.port, flags.host)
    sayReady(port)
  } catch (error) {
    process.stdout.write(`${startFailure(error)}\n`)
    process.exit(EXIT_NO_PORT)
  }
}

function readFlags(args: readonly string[]): MongodFlags {
  try {
    if (typedByPerson()) refuseUnknownFlags(args)
    return parseMongodFlags(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(EXIT_BAD_FLAGS)
  }
}

/** As the script of package.json; a program that takes us for MongoDB's starts the executable itself. */
function typedByPerson(): boolean {
  const { npm_lifecycle_event: script } = process.env
  return script === 'mongod'
}

/** A parent that holds the other end of a pipe closes it even when it is killed. */
function endWithInput(end: () => void): void {
  process.stdin.on('end', end)
  process.stdin.on('error', end)
  process.stdin.resume()
}

/** In one write: starters look for the words in whatever piece of output they get. */
function sayReady(port: number): void {
  const time = { $date: new Date().toISOString() }
  const line = { t: time, s: 'I', c: 'NETWORK', id: 23016, ctx: 'listener', msg: 'Waiting for connections' }
  process.stdout.write(`${JSON.stringify({ ...line, attr: { port, ssl: 'off' } })}\n`)
}

function startFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'Failed to set up listener: SocketException: Address already in use'
  return `exception in initAndListen: ${code ?? 'Location'}: ${error instanceof Error ? error.message : error}`
}

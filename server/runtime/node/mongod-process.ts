/**
 * The life of our own `mongod` as a process: it says once that it is ready, then nothing more, and ends with
 * its parent, taking its private directory along.
 */
import { fstatSync, rmSync } from 'node:fs'
import { listenAsMongod } from './mongo-listener.ts'
import { type MongodFlags, parseMongodFlags } from './mongod-flags.ts'

/** What mongod exits with when it can't have its port. */
const EXIT_NO_PORT = 48
const EXIT_BAD_FLAGS = 2

/** Runs until a signal, or until the parent is gone. Never resolves before that otherwise than by exiting. */
export async function runMongod(args: readonly string[]): Promise<void> {
  const flags = readFlags(args)
  endWithParent()
  process.on('SIGINT', () => process.exit(0))
  process.on('SIGTERM', () => process.exit(0))
  process.on('exit', () => removePrivateDirectory(flags))
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
    return parseMongodFlags(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(EXIT_BAD_FLAGS)
  }
}

/** A parent that started us through a pipe closes it even when it is killed. A terminal or /dev/null says nothing. */
function endWithParent(): void {
  const stdin = fstatSync(0)
  if (!stdin.isFIFO() && !stdin.isSocket()) return
  process.stdin.on('end', () => process.exit(0))
  process.stdin.on('error', () => process.exit(0))
  process.stdin.resume()
}

function removePrivateDirectory({ privateDirectory }: MongodFlags): void {
  if (privateDirectory) rmSync(privateDirectory, { recursive: true, force: true })
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

/**
 * Stands between us and a real mongod, which doesn't notice when whoever started it is gone. The keeper has a
 * pipe from us: when that ends, mongod is killed and its directory removed, which the keeper made itself, at the
 * path it was told.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { ENDS_WITH_INPUT, KEEP } from './mongod-flags.ts'

/** How long mongod may take to end when asked, ms. Nobody needs its data any more. */
const PATIENCE = 3000
const EXIT_CANNOT_RUN = 126

/**
 * Runs the executable that `--keep` names with the other flags, until it ends or the input does. `--dbpath` says
 * where to make a directory for it: throws if something is there already.
 */
export function keepMongod(args: readonly string[]): void {
  let child: ChildProcess | undefined
  // Before there's anything to remove: mongod may end, and whoever started us know it, while it's being spawned.
  let told = false
  whenToldToEnd((signal) => {
    told = true
    child?.kill(signal)
  })
  const { binary, directory, flags } = split(args)
  mkdirSync(directory, { mode: 0o700 })
  const remove = () => rmSync(directory, { recursive: true, force: true })
  child = spawn(binary, [...flags, '--dbpath', directory, ...withoutSocketFile()], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  child.on('error', ({ message }) => {
    remove()
    process.stderr.write(`${message}\n`)
    process.exit(EXIT_CANNOT_RUN)
  })
  child.on('exit', (code, signal) => {
    remove()
    if (!signal || told) process.exit(code ?? 0)
    process.removeAllListeners(signal)
    // Whoever watches the keeper learns what became of mongod.
    process.kill(process.pid, signal)
  })
}

/** What is for mongod, without what is for us. */
function split(args: readonly string[]): { binary: string; directory: string; flags: string[] } {
  const ours = new Map([
    [KEEP, ''],
    ['--dbpath', ''],
  ])
  const flags: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!
    if (ours.has(arg)) {
      index += 1
      ours.set(arg, args[index] ?? '')
    } else if (arg !== ENDS_WITH_INPUT) flags.push(arg)
  }
  return { binary: ours.get(KEEP)!, directory: ours.get('--dbpath')!, flags }
}

/** It would put a socket beside the directories for temporary files, and leave it there when killed. */
function withoutSocketFile(): string[] {
  return process.platform === 'win32' ? [] : ['--nounixsocket']
}

function whenToldToEnd(end: (signal: NodeJS.Signals) => void): void {
  const now = () => end('SIGKILL')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      end(signal)
      setTimeout(now, PATIENCE)
    })
  }
  process.stdin.on('end', now)
  process.stdin.on('error', now)
  process.stdin.resume()
}

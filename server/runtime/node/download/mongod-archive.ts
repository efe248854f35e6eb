/** Takes the mongod out of an archive as MongoDB publishes them. */
import { execFile } from 'node:child_process'
import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** How long an executable may take to tell its version, ms. */
const PATIENCE = 20_000

/** Unpacks the archive in its folder, and gives the path of an executable mongod. Rejects if there's none. */
export async function unpackMongod(archive: string, folder: string): Promise<string> {
  // The system's own: it reads .tgz everywhere and, on Windows, .zip too.
  await run('tar', ['-xf', archive, '-C', folder]).catch((cause) => {
    throw new Error(`tar can't unpack it: ${lastLine(cause)}`, { cause })
  })
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const mongod = found.find((entry) => entry.isFile() && /^mongod(\.exe)?$/.test(entry.name))
  if (!mongod) throw new Error('there is no mongod in the archive')
  const path = join(mongod.parentPath, mongod.name)
  await chmod(path, 0o755)
  return path
}

/** What the executable calls its version. Rejects, saying why, if it doesn't run here. */
export async function versionOf(mongod: string): Promise<string> {
  const { stdout } = await run(mongod, ['--version'], { timeout: PATIENCE }).catch((cause) => {
    throw new Error(`the mongod does not run on this machine: ${lastLine(cause)}`, { cause })
  })
  return stdout.match(/db version v?(\S+)/)?.[1] ?? 'of unknown version'
}

function lastLine({ stderr = '', message }: { stderr?: string; message: string }): string {
  return (stderr.trim() || message).split('\n').at(-1)!
}

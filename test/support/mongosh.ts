/** MongoDB's shell from npm: too large for everybody's node_modules, so it's installed when its tests run first. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freshFolder, PROJECT } from '../../server/build-cache.mjs'

const VERSION = '2.12.0'
const FOLDER = join(PROJECT, 'node_modules', '.cache', `mongosh-${VERSION}`)
const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1']

/** How long npm may take, ms: the shell has 154 MB. */
export const INSTALLATION = 300_000

/** The path of the shell's script, or an Error that says why there is none. */
export async function findOrInstallMongosh(): Promise<string | Error> {
  if (!existsSync(FOLDER)) {
    const failed = await install().then(
      () => undefined,
      (cause: unknown) =>
        new Error(`mongosh ${VERSION} can not be installed: npm does not reach its registry, or failed`, {
          cause,
        }),
    )
    if (failed) return failed
  }
  return join(FOLDER, 'node_modules', 'mongosh', 'bin', 'mongosh.js')
}

/** Whoever starts beside us finds all of it or nothing. */
async function install(): Promise<void> {
  const folder = await freshFolder()
  try {
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
    const words = ['install', '--prefix', folder, ...FLAGS, `mongosh@${VERSION}`]
    await promisify(execFile)('npm', words, {
      cwd: folder,
      timeout: INSTALLATION,
      shell: process.platform === 'win32',
    })
    await rename(folder, FOLDER)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

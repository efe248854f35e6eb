/** The Python with PyMongo and Motor that Debian packages; they're installed if this is Debian and we may. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const PYTHON = '/usr/bin/python3'
const PACKAGES = ['python3-pymongo', 'python3-motor', 'python3-gridfs']

const run = promisify(execFile)

/** The path of a Python that has the drivers, or an Error that says why there is none. */
export async function findOrInstallPythonDrivers(): Promise<string | Error> {
  if (await hasDrivers()) return PYTHON
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return new Error(`${PACKAGES.join(', ')} are not installed, and only root of a Debian can install them`)
  }
  await aptGet('update')
  await aptGet('install', '-y', '--no-install-recommends', ...PACKAGES)
  return (await hasDrivers()) ? PYTHON : new Error(`apt-get could not install ${PACKAGES.join(', ')}`)
}

async function hasDrivers(): Promise<boolean> {
  const imports = run(PYTHON, ['-c', 'import pymongo, motor, gridfs'])
  return imports.then(
    () => true,
    () => false,
  )
}

async function aptGet(...words: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', words, { env }).catch(() => undefined)
}

/** PyMongo and Motor, which nobody here wrote, in a process of their own. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { findOrInstallPythonDrivers } from '../../support/python-drivers.ts'
import { onEachMongod } from './suite.ts'

const SCRIPT = fileURLToPath(new URL('python-drivers.py', import.meta.url))

/** Room for apt-get, ms. */
const INSTALLATION = 300_000

interface Check {
  check: string
  error: string | null
}

onEachMongod('the drivers for Python', (mongo) => {
  let checks: Check[] = []
  let missing: Error | undefined

  beforeAll(async () => {
    const python = await findOrInstallPythonDrivers()
    if (python instanceof Error) missing = python
    else checks = await run(python)
  }, INSTALLATION)

  /** Every line that the script prints is a check. */
  async function run(python: string): Promise<Check[]> {
    const { stdout } = await promisify(execFile)(python, [SCRIPT, mongo.uri, mongo.db.databaseName])
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Check)
  }

  it.for([
    ['PyMongo', 16],
    ['Motor', 7],
  ] as const)('find nothing amiss: %s', ([driver, count], { skip }) => {
    if (missing) skip(missing.message)
    const own = checks.filter(({ check }) => check.startsWith(driver))
    expect(own.filter(({ error }) => error !== null)).toEqual([])
    expect(own).toHaveLength(count)
  })
})

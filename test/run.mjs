/**
 * `npm test`: finds a browser, builds what the tests run against, runs every test, and ends with one line
 * that says how it went. Further arguments go to vitest.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT } from '../server/build-cache.mjs'
import { closingLine } from './support/closing-line.mjs'
import { findOrInstallChrome } from './support/find-chrome.mjs'
import { findOrInstallOpenssl } from './support/find-openssl.mjs'

const VITEST = 'node_modules/vitest/vitest.mjs'
const NO_REPORT = { line: '0 passed, 1 failed', good: false }

/** Runs node on a script of the project and gives its exit code; killed by a signal counts as 1. */
function node(script, args, env = {}) {
  const child = spawn(process.execPath, [join(PROJECT, script), ...args], {
    cwd: PROJECT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

async function runTests(chrome, args) {
  const folder = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const code = await node(VITEST, ['run', ...reporters, ...args], { MEANWHILE_CHROME: chrome })
    const text = await readFile(report, 'utf8').catch(() => undefined)
    return text === undefined ? NO_REPORT : closingLine(JSON.parse(text), code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function main() {
  try {
    const chrome = findOrInstallChrome()
    findOrInstallOpenssl()
    const built = await node('server/launch.mjs', ['build'])
    if (built !== 0) throw new Error('the deck could not be built, so nothing was tested')
    return await runTests(chrome, process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    return NO_REPORT
  }
}

const { line, good } = await main()
process.stdout.write(`${line}\n`)
process.exitCode = good ? 0 : 1

/**
 * The one way into everything that runs under Node: `node server/launch.mjs start|demo|bench|mongod …`
 * bundles the TypeScript sources if they've changed, silently, and runs `<command>-main`.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildMessage, keepInUse } from './build-cache.mjs'
import { bundle, entryNames } from './bundle.mjs'

const [command = '', ...args] = process.argv.slice(2)

async function main() {
  const names = await entryNames()
  const entry = `${command}-main`
  if (!names.includes(entry)) return giveUp(usage(names), 2)
  const folder = await bundle().catch((error) =>
    giveUp(`the server can't be bundled:\n${buildMessage(error)}`, 1),
  )
  if (folder === undefined) return
  keepInUse(folder)
  const path = join(folder, `${entry}.mjs`)
  process.argv = [process.argv[0], path, ...args]
  await import(pathToFileURL(path).href)
}

function usage(names) {
  const commands = names
    .filter((name) => name.endsWith('-main'))
    .map((name) => name.slice(0, -'-main'.length))
  return `unknown command: "${command}" (have: ${commands.join(', ')})`
}

function giveUp(message, exitCode) {
  process.stderr.write(`${message}\n`)
  process.exitCode = exitCode
}

await main()

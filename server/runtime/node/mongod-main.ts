/**
 * Our own `mongod`: the database of `server/mongo` as a process, started like MongoDB's by whoever starts that.
 * `--version` is answered before anything is loaded, because starters ask for it first.
 */
import { MONGOD_VERSION } from './mongod-version.ts'

if (process.argv.includes('--version')) {
  process.stdout.write(`db version v${MONGOD_VERSION}\n`)
} else {
  const { runMongod } = await import('./mongod-process.ts')
  await runMongod(process.argv.slice(2))
}

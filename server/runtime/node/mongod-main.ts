/**
 * Our own `mongod`: the database of `server/mongo` as a process, started like MongoDB's by whoever starts that.
 * `--version` is answered before anything is loaded, because starters ask for it first. With `--keep` it runs
 * another mongod instead, and sees to it that nothing of that stays behind.
 */
import { MONGOD_VERSION } from '../../mongo/version.ts'

const args = process.argv.slice(2)
if (args.includes('--version')) {
  process.stdout.write(`db version v${MONGOD_VERSION}\n`)
} else if (args.includes('--keep')) {
  const { keepMongod } = await import('./database/mongod-keeper.ts')
  keepMongod(args)
} else {
  const { runMongod } = await import('./database/mongod-process.ts')
  await runMongod(args)
}

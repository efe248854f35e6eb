/** A program that starts the database and then does nothing, so that a test can kill it. */
import { startMongod } from '../../server/runtime/node/database/mongod.ts'

const [, , bundle = '', binary] = process.argv
const mongod = await startMongod({ bundle, seed: [], binary })
process.stdout.write(`${JSON.stringify({ port: mongod.port })}\n`)
setInterval(() => undefined, 60_000)

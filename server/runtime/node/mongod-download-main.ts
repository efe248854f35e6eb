/** `npm run mongo:download`: fetches a real mongod, which the next start then uses. */
import { parseArgs } from 'node:util'
import { namedBinary } from './database/named-binary.ts'
import { downloadMongod } from './download/mongod-download.ts'
import { giveUp } from './give-up.ts'

const USAGE = 'npm run mongo:download -- [--deadline SECONDS]'
/** How long it may take, s, if nobody says. */
const DEADLINE = '300'
/** A day, s. Timers of much more than that would go off at once. */
const LONGEST = 86_400
/** How long the server may take to begin an answer, ms. */
const PATIENCE = 10_000

async function download(words: string[]): Promise<void> {
  const seconds = parseDeadline(words)
  const ending = new AbortController()
  const late = `it took more than ${seconds} s: more time is to be had with --deadline`
  const timer = setTimeout(() => ending.abort(new Error(late)), seconds * 1000)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => ending.abort(new Error('it was interrupted')))
  }
  try {
    await downloadMongod({ screen: process.stdout, signal: ending.signal, patience: PATIENCE })
    const { MONGODB_URI } = process.env
    const first = MONGODB_URI ? 'MONGODB_URI' : namedBinary() && 'MONGOMS_SYSTEM_BINARY'
    if (first) process.stdout.write(`${first} is set, though, and comes first\n`)
  } catch (error) {
    const { message } = error as Error
    throw new Error(`no mongod was fetched: ${message}\nnothing was kept; our own mongod needs no download`)
  } finally {
    clearTimeout(timer)
  }
}

function parseDeadline(args: string[]): number {
  try {
    const { deadline = DEADLINE } = parseArgs({ args, options: { deadline: { type: 'string' } } }).values
    if (Number(deadline) > 0 && Number(deadline) <= LONGEST) return Number(deadline)
    throw new Error(`--deadline takes a number of seconds, above 0 and up to ${LONGEST}, not "${deadline}"`)
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\nusage: ${USAGE}`, { cause })
  }
}

await download(process.argv.slice(2)).catch(giveUp)

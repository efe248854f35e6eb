/** What can be said after `npm start --` and `npm run dev --`. */
import { parseArgs } from 'node:util'

const DEFAULT_PORT = 8014
const LAST_PORT = 65_535

/** `port` is the first one to try, 0 for any. */
export interface StartOptions {
  port: number
  open: boolean
}

/** How to say it, for people. */
export const START_USAGE = `npm start -- [--port ${DEFAULT_PORT}] [--no-open]`

/** Reads the words after the command. Throws, saying how to say it, if it doesn't know them. */
export function parseStartOptions(words: string[]): StartOptions {
  const { port, 'no-open': noOpen } = parseWords(words)
  const number = port === undefined ? DEFAULT_PORT : Number(port || Number.NaN)
  if (!Number.isInteger(number) || number < 0 || number > LAST_PORT) {
    throw new Error(`--port takes a number from 0 to ${LAST_PORT}, not "${port}"\nusage: ${START_USAGE}`)
  }
  return { port: number, open: noOpen !== true }
}

function parseWords(args: string[]) {
  try {
    return parseArgs({ args, options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } }).values
  } catch (cause) {
    const hint = args.some((word) => word.startsWith('--host')) ? '\nit listens on this machine only' : ''
    throw new Error(`${(cause as Error).message}${hint}\nusage: ${START_USAGE}`, { cause })
  }
}

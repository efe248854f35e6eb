/** What can be asked of the benchmark. */
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Where to write the figures as JSON. */
  json: string | undefined
  /** The sections to measure; all if empty. */
  only: string[]
  /** How long each program is kept busy, s. */
  seconds: number
  /** Whether the server that we compare with may be installed. */
  peers: boolean
}

const DEFAULT_SECONDS = 2
const MOST_SECONDS = 60

/** Reads the words after the command. Throws an Error that says what to type instead. */
export function parseBenchOptions(words: string[], sections: readonly string[]): BenchOptions {
  const { values } = parse(words, sections)
  const only = values.only ?? []
  const stranger = only.find((name) => !sections.includes(name))
  if (stranger !== undefined) throw new Error(`no section "${stranger}"\n${benchUsage(sections)}`)
  const seconds = Number(values.seconds ?? DEFAULT_SECONDS)
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
    throw new Error(`--seconds must be a number up to ${MOST_SECONDS}\n${benchUsage(sections)}`)
  }
  return { json: values.json, only, seconds, peers: values.peers ?? false }
}

function parse(words: string[], sections: readonly string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        json: { type: 'string' },
        only: { type: 'string', multiple: true },
        seconds: { type: 'string' },
        peers: { type: 'boolean' },
      },
    })
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${benchUsage(sections)}`, { cause })
  }
}

/** What can be said after `npm run bench --`, for people. */
export function benchUsage(sections: readonly string[]): string {
  return `usage: npm run bench -- [options]
  --json FILE    write the figures there, too
  --only NAME    one section; may be given several times: ${sections.join(', ')}
  --seconds N    how long each program is kept busy (default ${DEFAULT_SECONDS})
  --peers        install what we compare with (Debian's python3-tornado, as root)`
}

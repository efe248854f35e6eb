/** Runs one scenario of a conformance program and brings what it said into the form of the recordings. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest, Style } from '../../server/run.ts'
import { endOf, only } from '../support/simulated.ts'

const programs = import.meta.glob<string>('./programs/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** What was recorded of one scenario. */
export interface Recording {
  doc: string
  log: unknown[]
  /** What the client got, where there is one. */
  response?: unknown
}

/** A program of scenarios, the style it runs in, and the recordings that it has to repeat. */
export interface Suite {
  /** Recordings: `recorded/<system>.json`. */
  system: string
  /** Programs: `programs/<name>.ts`. */
  program: string
  style: Style
  /** The scenarios of the recording that this program has; by default all. */
  scenarios?: RegExp
  /** How long the database takes to answer, ms, default 0. */
  latency?: number
}

/** A run of one scenario. Clients may come, none has to: the scenario is over when main returns. */
export function requestFor({ program, style, latency = 0 }: Suite, scenario: string): RunRequest {
  return {
    demo: 'golden',
    style,
    source: sourceOf(program, scenario),
    paths: ['/'],
    clients: 1,
    requests: 1,
    latency,
    seed: 1,
    arrival: 'together',
    mode: 'open',
  }
}

function sourceOf(program: string, scenario: string): string {
  const own = textOf(program)
  const main = `export function main() { scenario(${JSON.stringify(scenario)}) }`
  // Imports may stand anywhere in a module; a scenario's lines stay where its author sees them.
  const preludes = [...preludesOf(own)].map((name) => withoutLocal(textOf(name)).replaceAll(/^export /gm, ''))
  return [withoutLocal(own), ...preludes, main, ''].join('\n')
}

function textOf(program: string): string {
  const text = programs[`./programs/${program}.ts`]
  if (text === undefined) throw new Error(`no program test/goldens/programs/${program}.ts`)
  return text
}

const LOCAL_IMPORT = /^import (?:type )?\{[^}]*\} from '\.\/([\w-]+)\.ts'\n/gm

const withoutLocal = (text: string): string => text.replaceAll(LOCAL_IMPORT, '')

/** What stands in place of the imports of other programs: those of a prelude, too. */
function preludesOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const [, name] of text.matchAll(LOCAL_IMPORT)) {
    for (const inner of preludesOf(textOf(name!))) found.add(inner)
    found.add(name!)
  }
  return found
}

/** What a run said, in order: the scenario's own values, and what the library logged as `log:what | repr`. */
export function saidIn(events: readonly TraceEvent[]): unknown[] {
  const said = only(events, 'log').map(({ stream, text }) =>
    stream === 'out' && text.startsWith('=') ? JSON.parse(text.slice(1)) : logged(text),
  )
  const { reason, message } = endOf(events)
  return reason === 'returned' ? said : [...said, `the run ended: ${reason}: ${message}`]
}

/** `Exception in callback: ValueError: bug` as the recording programs write it. */
function logged(text: string): string {
  const [, what, name, message] =
    /^(.*?): (\w*(?:Error|Exit|Exception|Failure|Reconnect|Timeout)): ?([\s\S]*)$/.exec(text) ?? []
  return what === undefined ? `log:${text}` : `log:${what} | ${name}('${message}')`
}

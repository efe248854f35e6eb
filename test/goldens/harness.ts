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
}

/** A run of one scenario. Clients may come, none has to: the scenario is over when main returns. */
export function requestFor({ program, style }: Suite, scenario: string): RunRequest {
  return {
    demo: 'golden',
    style,
    source: sourceOf(program, scenario),
    paths: ['/'],
    clients: 1,
    requests: 1,
    latency: 0,
    seed: 1,
    arrival: 'together',
    mode: 'open',
  }
}

function sourceOf(program: string, scenario: string): string {
  const text = programs[`./programs/${program}.ts`]
  if (text === undefined) throw new Error(`no program test/goldens/programs/${program}.ts`)
  const prelude = programs['./programs/prelude.ts']!.replaceAll(/^export /gm, '')
  const own = text.replace(/^import \{[^}]*\} from '\.\/prelude\.ts'\n/m, '')
  const main = `export function main() { scenario(${JSON.stringify(scenario)}) }`
  // Imports may stand anywhere in a module; a scenario's lines stay where its author sees them.
  return `${own}\n${prelude}\n${main}\n`
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

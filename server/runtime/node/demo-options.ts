/** What can be asked of the command-line door, and how it says no. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkRequest } from '../../check-request.ts'
import { DEMO_NAMES, demoNamed, programOf, stylesOf } from '../../demos.ts'
import type { DatabaseDials } from '../../kernel/events.ts'
import type { RunRequest, RuntimeName, Style } from '../../run.ts'
import { applyEdit, databaseFor, type Edit } from '../../trace/demo.ts'

export const DEMO_USAGE = `usage: npm run -s demo -- <demo> <style> [options]
  --runtime node|simulated   where it runs (default simulated)
  --clients N                how many clients, 1 to 64 (default: the demo's)
  --requests N               requests each of them sends (default: the demo's)
  --latency MS               how long the database takes, 0 to 2000 (default: the demo's)
  --pause MS                 how long clients rest after an answer, 0 to 10000 (default: the demo's)
  --seed N                   drives every random choice (default 1)
  --arrival together|spread  all clients at once, or one by one (default together)
  --db-threads N             commands the database serves at once, 1 to 64 (default: all)
  --db-service MS            how long it serves each: 20, or read=5,write=100,document=0.1
  --db-lock none|writes|all  who waits for a write to the same collection: nobody, other writes, reads too
  --db-jitter SHARE          how far times of service and latency vary, 0 to 1; like all of --db, default the demo's
  --edit NAME                apply one of the demo's edits first
  --source FILE              run this program instead of the demo's
  --out summary|text|json|svg|graphs  what to print (default summary); json is JSON lines,
                             one event a line; graphs is four series over time as one JSON object
demos: ${DEMO_NAMES.map((name) => `${name} (${stylesOf(name).join(', ')})`).join('; ')}`

const OUTPUTS = ['summary', 'text', 'json', 'svg', 'graphs'] as const
export type Output = (typeof OUTPUTS)[number]

export interface DemoOptions {
  runtime: RuntimeName
  request: RunRequest
  edit: string | undefined
  out: Output
}

/** The mistake of somebody who typed a command. */
export class UsageError extends Error {}

/** Reads the words after the command. Throws a UsageError that says what to type instead. */
export function parseDemoOptions(words: string[]): DemoOptions {
  const { values, positionals } = parse(words)
  const [name, style, ...rest] = positionals
  const demo = demoNamed(name ?? '')
  if (!name || !demo) throw new UsageError(name ? `no demo "${name}"` : 'which demo?')
  if (!style || !stylesOf(name).includes(style as Style)) {
    throw new UsageError(style ? `${name} has no style "${style}"` : 'which style?')
  }
  if (rest.length > 0) throw new UsageError(`what is "${rest[0]}"?`)
  const edit = editNamed(name, style as Style, values.edit)
  const runtime = oneOf('--runtime', values.runtime ?? 'simulated', ['node', 'simulated'] as const)
  const request = checkRequest(
    {
      demo: name,
      style,
      source: sourceFor(name, style as Style, values.source, edit),
      paths: demo.paths,
      clients: number('--clients', values.clients, demo.clients),
      requests: number('--requests', values.requests, demo.requests),
      latency: number('--latency', values.latency, demo.latency),
      seed: number('--seed', values.seed, 1),
      arrival: values.arrival ?? 'together',
      mode: 'burst',
      ...pauseOf(values.pause, demo.pause),
      database: dials(values, databaseFor(demo, edit?.database)),
    },
    runtime,
  )
  if (typeof request === 'string') throw new UsageError(request)
  return { runtime, request, edit: values.edit, out: oneOf('--out', values.out ?? 'summary', OUTPUTS) }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  const options = {
    runtime: text,
    clients: text,
    requests: text,
    latency: text,
    pause: text,
    seed: text,
    arrival: text,
    'db-threads': text,
    'db-service': text,
    'db-lock': text,
    'db-jitter': text,
    edit: text,
    source: text,
    out: text,
  }
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The rest between two requests, where one is asked for. */
function pauseOf(typed: string | undefined, usual: number | undefined): { pause?: number } {
  const pause = typed === undefined ? usual : number('--pause', typed, 0)
  return pause === undefined ? {} : { pause }
}

function sourceFor(name: string, style: Style, path: string | undefined, edit: Edit | undefined): string {
  const source = path === undefined ? programOf(name, style)! : readProgram(path)
  return edit ? applyEdit(source, edit) : source
}

function editNamed(demo: string, style: Style, name: string | undefined): Edit | undefined {
  const edits = demoNamed(demo)!.edits.filter((edit) => edit.style === style)
  const edit = edits.find((candidate) => candidate.name === name)
  if (edit || name === undefined) return edit
  throw new UsageError(`${demo} ${style} has no edit "${name}" (has: ${edits.map((one) => one.name)})`)
}

function readProgram(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`--source: can't read ${path}`)
  }
}

function number(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value))
    throw new UsageError(`${option} takes a number, not "${text}"`)
  return value
}

/** The demo's dials with those changed that were named. */
function dials(values: Record<string, string | undefined>, own: DatabaseDials = {}): object | undefined {
  const { 'db-threads': threads, 'db-service': service, 'db-lock': lock, 'db-jitter': jitter } = values
  const all = {
    ...own,
    ...(threads !== undefined && { threads: number('--db-threads', threads, 0) }),
    ...(service !== undefined && { service: { ...own.service, ...times(service) } }),
    ...(lock !== undefined && { lock }),
    ...(jitter !== undefined && { jitter: number('--db-jitter', jitter, 0) }),
  }
  return Object.keys(all).length === 0 ? undefined : all
}

/** `20`: as long for reads as for writes; `read=5,document=0.1`: what is named, in ms. */
function times(text: string): Record<string, number> {
  if (!text.includes('=')) {
    const time = number('--db-service', text, 0)
    return { read: time, write: time }
  }
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', time = ''] = part.split('=')
      return [name.trim(), number('--db-service', time, 0)]
    }),
  )
}

function oneOf<const T extends string>(option: string, value: string, known: readonly T[]): T {
  if (known.includes(value as T)) return value as T
  throw new UsageError(`${option} must be one of ${known.join(', ')}, not "${value}"`)
}

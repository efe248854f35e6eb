/**
 * A trace as JSON lines (to store and send) and as text (to read, compare and hash). Both forms hold
 * everything and can be read back; both begin with `run-start`, which carries the version.
 */
import { type Position, TRACE_VERSION, type TraceEvent } from '../kernel/events.ts'

/** How the text form is written; `anonymous` leaves out what differs between two equal runs. */
export interface TextOptions {
  /** Without the runtime's name and the run's id, so that the text can be hashed. Default false. */
  anonymous?: boolean
}

type Fields = Record<string, unknown>

/** What every event has; the text form writes these without their names. */
const COMMON = new Set(['seq', 't', 'lane', 'request', 'kind'])
/** What tells two equal runs apart. */
const IDENTITY = new Set(['run', 'runtime'])
/** A word that can stand without quotes: it can't be taken for a number, a literal or JSON. */
const BARE = /^(?!(?:true|false|null)$)[A-Za-z_/][\w:./@-]*$/
/** A run of quoted strings and other characters: JSON.stringify puts spaces into strings only. */
const TOKEN = /(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g

/** The events as JSON, one a line. */
export function encodeJson(events: readonly TraceEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

/** Reads JSON lines; throws, naming the line, for text that isn't a trace or is of another version. */
export function decodeJson(text: string): TraceEvent[] {
  return decodeLines(text, (line) => JSON.parse(line) as unknown)
}

/** One line per event: `seq t lane #request kind key=value…`, keys in alphabetical order. */
export function encodeText(events: readonly TraceEvent[], options: TextOptions = {}): string {
  return events.map((event) => `${textLine(event, options.anonymous ?? false)}\n`).join('')
}

/** Reads the text form; throws, naming the line, for text that isn't a trace or is of another version. */
export function decodeText(text: string): TraceEvent[] {
  return decodeLines(text, parseLine)
}

function textLine(event: TraceEvent, anonymous: boolean): string {
  const fields = Object.entries(event)
    .filter(([key, value]) => value !== undefined && !COMMON.has(key) && !(anonymous && IDENTITY.has(key)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` ${key}=${textValue(key, value)}`)
  return `${event.seq} ${event.t} ${textValue('lane', event.lane)} #${event.request} ${event.kind}${fields.join('')}`
}

function textValue(key: string, value: unknown): string {
  const word = key === 'at' ? placeText(value as Position) : value
  return typeof word === 'string' && BARE.test(word) ? word : JSON.stringify(word)
}

function placeText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`
}

function parsePlace(text: unknown): Position {
  const match = /^(.*):(\d+):(\d+)$/s.exec(String(text))
  if (!match) throw new Error(`not a place (file:line:column): ${text}`)
  return { file: match[1]!, line: Number(match[2]), column: Number(match[3]) }
}

function parseLine(line: string): Fields {
  const [seq, t, lane, request, kind, ...rest] = line.match(TOKEN) ?? []
  if (!kind || !request?.startsWith('#')) throw new Error('expected: seq t lane #request kind key=value…')
  const fields: Fields = {
    seq: Number(seq),
    t: Number(t),
    lane: parseValue(lane!),
    request: Number(request.slice(1)),
    kind,
  }
  if (kind === 'run-start') Object.assign(fields, { run: '', runtime: '' })
  for (const field of rest) {
    const cut = field.indexOf('=')
    const key = field.slice(0, cut)
    const value = parseValue(field.slice(cut + 1))
    fields[key] = key === 'at' ? parsePlace(value) : value
  }
  return fields
}

function parseValue(text: string): unknown {
  return BARE.test(text) ? text : JSON.parse(text)
}

function decodeLines(text: string, parse: (line: string) => unknown): TraceEvent[] {
  const events: TraceEvent[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      const event = assertEvent(parse(line))
      if (events.length === 0) assertVersion(event)
      events.push(event)
    } catch (cause) {
      throw new Error(`line ${index + 1} of the trace: ${(cause as Error).message}`, { cause })
    }
  }
  return events
}

function assertEvent(value: unknown): TraceEvent {
  const event = value as TraceEvent | null
  const shaped =
    typeof event === 'object' &&
    event !== null &&
    Number.isSafeInteger(event.seq) &&
    Number.isFinite(event.t) &&
    Number.isSafeInteger(event.request) &&
    typeof event.lane === 'string' &&
    typeof event.kind === 'string'
  if (!shaped) throw new Error('not an event: it needs seq, t, lane, request and kind')
  return event
}

function assertVersion(event: TraceEvent): void {
  if (event.kind !== 'run-start') throw new Error(`a trace begins with run-start, not ${event.kind}`)
  const version: unknown = event.version
  if (version !== TRACE_VERSION)
    throw new Error(`unknown trace version: ${version} (this reads ${TRACE_VERSION})`)
}

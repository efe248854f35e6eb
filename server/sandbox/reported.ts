/**
 * What the guest library may report: events that only it knows. A program could call the reporter itself, so
 * every field is looked at and every size is bounded; everything else only the kernel says.
 */
import type { Happening, Position } from '../kernel/events.ts'

/** Most characters of a report and of a name, and most frames of a stack: a run keeps many thousands of events. */
const LONGEST_REPORT = 4096
const LONGEST_NAME = 100
const DEEPEST_STACK = 64

type Fields = Record<string, unknown>

/** The lane and the event in a report, or undefined if it is none that a guest may make. `own` is its thread's lane. */
export function reportedEvent(
  own: string,
  lane: string,
  json: string,
): { lane: string; happening: Happening } | undefined {
  const fields = parse(json)
  const happening = fields && read(fields, own)
  if (!happening || (lane !== '' && !isGreenlet(lane))) return undefined
  const aboutLane = happening.kind === 'lane-open' || happening.kind === 'lane-close'
  return aboutLane === (lane !== '') ? { lane: lane || own, happening } : undefined
}

function read(fields: Fields, own: string): Happening | undefined {
  const { kind } = fields
  return typeof kind === 'string' && Object.hasOwn(READERS, kind) ? READERS[kind]?.(fields, own) : undefined
}

const READERS: Partial<Record<string, (fields: Fields, own: string) => Happening | undefined>> = {
  'callback-queued': ({ id }) => (isCount(id) ? { kind: 'callback-queued', id } : undefined),
  'callback-run': ({ id, timeout }) =>
    isCount(id) ? { kind: 'callback-run', id, ...(timeout === true && { timeout }) } : undefined,
  'lane-open': ({ name }, own) =>
    isName(name) ? { kind: 'lane-open', lanes: 'greenlet', name, of: own } : undefined,
  'lane-close': () => ({ kind: 'lane-close' }),
  line: ({ at }) => (isPosition(at) ? { kind: 'line', at: position(at) } : undefined),
  mark: ({ name }) => (isName(name) ? { kind: 'mark', name } : undefined),
  switch: readSwitch,
}

function readSwitch({ from, to, how, stacks }: Fields): Happening | undefined {
  if (!isGreenlet(from) || !isGreenlet(to) || (how !== 'switch' && how !== 'throw')) return undefined
  if (!Array.isArray(stacks) || stacks.length !== 2 || !stacks.every(isStack)) return undefined
  return { kind: 'switch', from, to, how, stacks: stacks as [string[], string[]] }
}

function parse(json: string): Fields | undefined {
  if (json.length > LONGEST_REPORT) return undefined
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_NAME

const isGreenlet = (value: unknown): value is string =>
  typeof value === 'string' && /^greenlet:\d{1,9}$/.test(value)

const isStack = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= DEEPEST_STACK && value.every(isName)

const isPosition = (value: unknown): value is Position => {
  if (typeof value !== 'object' || value === null) return false
  const { file, line, column } = value as Fields
  return isName(file) && isCount(line) && isCount(column)
}

const position = ({ file, line, column }: Position): Position => ({ file, line, column })

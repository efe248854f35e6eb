/**
 * Brings the recorded event traces of single Motor operations, and those of our library, into one form: a list
 * of what happened in the loop and between greenlets, in order. This file is the map between the two.
 */
import type { TraceEvent } from '../../server/kernel/events.ts'
import { ERROR, READ, WRITE } from '../../server/kernel/syscalls.ts'

/** A row of a recording. */
export interface Row {
  ev: string
  frm?: string
  to?: string
  timeout?: string
  ready?: string[]
  cb?: string
  result?: string | null
  error?: string | null
}

/** Rows that have no event of their own on our side, with the reason. All others are compared. */
export const NOT_COMPARED: readonly { rows: RegExp; reason: string }[] = [
  {
    rows: /^[<>!] (MotorSocket|IOStream)\./,
    reason:
      'calls inside the library: what they do to the loop and to greenlets is compared, the bytes differ by nature (OP_INSERT then, OP_MSG now)',
  },
  {
    rows: /^> IOLoop\.(add_handler|update_handler|add_timeout|remove_timeout)$/,
    reason: 'system calls and timers: the polls that they bring about are compared',
  },
  {
    rows: /^< IOLoop\._run_callback$/,
    reason: 'the end of a callback is where the next poll or callback begins',
  },
]

/** The recorded rows as a list of happenings, from the first switch to the callback. */
export function recordedTrace(rows: readonly Row[]): string[] {
  const queued: string[] = []
  const seen: string[] = []
  for (const row of rows) {
    if (NOT_COMPARED.some(({ rows: left }) => left.test(row.ev))) continue
    seen.push(...happeningsOf(row, queued))
  }
  return seen
}

function happeningsOf(row: Row, queued: string[]): string[] {
  const { ev, cb = '' } = row
  if (ev.startsWith('GREENLET ')) return [`${ev.slice(9)} ${row.frm} > ${row.to}`]
  if (ev === '> IOLoop.add_callback') {
    queued.push(cb)
    return ['queue callback']
  }
  if (ev === '> IOLoop._run_callback') return [running(cb, queued)]
  if (ev === 'poll') return [row.timeout === '0' ? 'poll 0' : 'poll block']
  if (ev === 'poll returns') return [ready(row.ready!.map(recordedReady))]
  if (ev === 'USER CALLBACK (raises)') return ['user callback raises']
  if (ev === 'USER CALLBACK') return [userCallback(row)]
  const [, name] = /^(\w+)(?:\(\))? .*returned/.exec(ev) ?? []
  if (name) return [`${name} returned`]
  throw new Error(`the map knows no row like ${ev}`)
}

/** A callback that was not queued is a timeout's. */
function running(callback: string, queued: string[]): string {
  const at = queued.indexOf(callback)
  if (at < 0) return 'run timeout'
  queued.splice(at, 1)
  return 'run callback'
}

/** In recordings None is null or 'None'; our findone misses as the recorded one did. */
function userCallback({ result, error }: Row): string {
  const none = result === null || result === 'None'
  return `user callback ${none ? 'without' : 'with'} result, ${error ?? 'None'}`
}

/** `mongo:0x1c` is ERROR, HUP and WRITE at once; ours says ERROR. */
const recordedReady = (one: string) => one.replace(/0x1c$/, 'ERROR')

/** The order in which a poll names the ready ones is not guaranteed (rule 1.1.7). */
const ready = (ones: string[]) => `ready ${ones.toSorted().join(' ') || 'none'}`

/** Our events as a list of happenings, from behind `begin`. */
export function ourTrace(events: readonly TraceEvent[]): string[] {
  const children = new Map([['greenlet:0', 'main']])
  const nameOf = (lane: string) => {
    if (!children.has(lane)) children.set(lane, `child${children.size}`)
    return children.get(lane)!
  }
  const from = events.findIndex((event) => event.kind === 'log' && event.text === '="begin"')
  const compared = events.slice(from + 1)
  const first = compared.findIndex(({ kind }) => kind === 'switch')
  return compared.slice(first).flatMap((event, at, rest) => ours(event, nameOf, rest.slice(at)))
}

function ours(event: TraceEvent, nameOf: (lane: string) => string, rest: readonly TraceEvent[]): string[] {
  switch (event.kind) {
    case 'switch':
      return [`${event.how} ${nameOf(event.from)} > ${nameOf(event.to)}`]
    case 'callback-queued':
      return ['queue callback']
    case 'callback-run':
      return [event.timeout ? 'run timeout' : 'run callback']
    case 'poll':
      return [event.timeout === 0 ? 'poll 0' : 'poll block']
    case 'poll-result':
      return [ready(event.ready.map((fd, at) => `${ownerOf(fd, rest)}:${flags(event.events![at]!)}`))]
    case 'log':
      return event.text.startsWith('=') ? [JSON.parse(event.text.slice(1))] : []
    default:
      return []
  }
}

/** A loop wakes itself by a byte from another descriptor of the program; all else is the database. */
function ownerOf(fd: number, rest: readonly TraceEvent[]): 'waker' | 'mongo' {
  const next = rest.find((event) => event.kind === 'bytes-received' && event.fd === fd)
  return next?.kind === 'bytes-received' && next.from.startsWith('fd') ? 'waker' : 'mongo'
}

function flags(events: number): string {
  if (events & ERROR) return 'ERROR'
  return [events & READ && 'READ', events & WRITE && 'WRITE'].filter(Boolean).join('|')
}

/** The trace up to the last thing that the recording tells of. */
export function upTo(trace: readonly string[], last: string): string[] {
  return trace.slice(0, trace.lastIndexOf(last) + 1)
}

/**
 * Two polls as one where the first finds the byte that an earlier stop() has left, and the next one a socket that
 * takes more. Whether the first finds that as well is up to how fast the database reads: a race of two processes.
 */
export function withOnePollForBoth(trace: readonly string[]): string[] {
  const apart = ['poll block', 'ready waker:READ', 'poll block', 'ready mongo:WRITE']
  const at = trace.findIndex((_, from) => apart.every((happening, step) => trace[from + step] === happening))
  if (at < 0) return [...trace]
  return [
    ...trace.slice(0, at),
    'poll block',
    'ready mongo:WRITE waker:READ',
    ...trace.slice(at + apart.length),
  ]
}

/** Where the recording's socket begins to send: what the talk's version does differently happens there. */
const SENDS = /^> MotorSocket\.sendall$/

/**
 * What the talk's version of Motor does where 0.1 was recorded: its sendall waits for the callback of the write
 * (section 3 of the rules, steps 4 to 7), so the child leaves and comes back once more for each send.
 */
export function asInTheTalk(rows: readonly Row[]): string[] {
  const at = rows.findIndex(({ ev }) => SENDS.test(ev))
  const before = recordedTrace(at < 0 ? rows : rows.slice(0, at))
  if (at < 0) return before
  const after = asInTheTalk(rows.slice(at + 1))
  // What main still does in this turn comes first; the callback makes the poll one that doesn't block.
  const away = after.findIndex((happening) => happening.startsWith('switch'))
  const poll = after.findIndex((happening) => happening.startsWith('poll'))
  const [leave] = after.slice(away, away + 1)
  const [, child] = /^switch (child\d) > main$/.exec(leave!)!
  const turn = after.slice(away + 1, poll)
  const leftOver = after[poll + 1] === 'ready waker:READ'
  return [
    ...before,
    'queue callback',
    leave!,
    ...turn,
    'poll 0',
    leftOver ? 'ready waker:READ' : 'ready none',
    'run callback',
    `switch main > ${child}`,
    ...after.slice(0, away + 1),
    ...after.slice(leftOver ? poll + 2 : poll),
  ]
}

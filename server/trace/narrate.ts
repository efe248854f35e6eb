/** The run in plain sentences, one for each key moment: captions in print, and the picture for those who can't see it. */
import type { DatabaseDials, LaneKind } from '../kernel/events.ts'
import { thousands } from './axis.ts'
import type { Model, Request, Span } from './model.ts'

/** What happens at `t` (µs), to these requests; none: to the run as a whole. */
export interface Sentence {
  t: number
  requests: number[]
  text: string
}

interface Moment {
  t: number
  request: number
  /** What it does, for one request and for several. */
  one: string
  several: string
}

/** Waits shorter than this share of a request's latency are no key moments, unless one asks about that request. */
const KEY_SHARE = 0.05

/** Tells a run in short; with `request`, all that happens to that one. */
export function narrate(model: Model, request?: number): Sentence[] {
  const told = model.requests.filter((each) => request === undefined || each.request === request)
  const moments = told.flatMap((each) =>
    momentsOf(each, request === undefined ? KEY_SHARE * each.latency : 0),
  )
  return [...opening(model), ...merged(inOrder(moments)), ...ending(model)]
}

/** By time; what happens at the same time to several requests stands together, lowest numbers first. */
function inOrder(moments: readonly Moment[]): Moment[] {
  const lowest = new Map<string, number>()
  const key = ({ t, one }: Moment) => `${t} ${one}`
  for (const each of moments) {
    lowest.set(key(each), Math.min(each.request, lowest.get(key(each)) ?? Infinity))
  }
  const rank = (each: Moment) => lowest.get(key(each))!
  return moments.toSorted(
    (a, b) => a.t - b.t || rank(a) - rank(b) || compare(a.one, b.one) || a.request - b.request,
  )
}

function momentsOf(request: Request, least: number): Moment[] {
  const key = request.spans.filter(({ from, to }) => to - from >= least)
  const moments = key.flatMap((span) => waiting(request.request, span, span === request.spans[0]))
  const first = request.spans[0]
  if (first?.state !== 'turn' || key[0] !== first) {
    moments.unshift(moment(request.sent, request.request, 'arrives', 'arrive'))
  }
  if (request.ended === undefined) return moments
  return [...moments, endOf(request, request.ended)]
}

/** Another status than 200 is an answer too, but not the one that was hoped for. */
function endOf({ request, outcome, status, latency, why }: Request, ended: number): Moment {
  if (outcome !== 'answered') return moment(ended, request, `is given up: ${why}`, `are given up: ${why}`)
  const after = `after ${ms(latency)}`
  if (status === 200) return moment(ended, request, `is answered ${after}`, `are answered ${after}`)
  const error = `an error ${after}: status ${status}`
  return moment(ended, request, `gets ${error}`, `get ${error}`)
}

function waiting(request: number, span: Span, first: boolean): Moment[] {
  const time = ms(span.to - span.from)
  if (span.state === 'answer') {
    return [moment(span.from, request, `waits ${time} for ${span.label}`, `wait ${time} for ${span.label}`)]
  }
  if (span.state !== 'turn') return []
  const [one, several] = first ? ['arrives and waits', 'arrive and wait'] : ['waits', 'wait']
  return [
    moment(
      span.from,
      request,
      `${one} ${time} for its turn: ${span.why}`,
      `${several} ${time} for their turn: ${span.why}`,
    ),
  ]
}

function moment(t: number, request: number, one: string, several: string): Moment {
  return { t, request, one, several }
}

/** Requests to which the same happens at the same time share a sentence. */
function merged(moments: readonly Moment[]): Sentence[] {
  const sentences: Sentence[] = []
  for (let index = 0; index < moments.length; ) {
    const { t, one, several } = moments[index]!
    const requests: number[] = []
    for (; moments[index]?.t === t && moments[index]?.one === one; index++)
      requests.push(moments[index]!.request)
    const text = `${subject(requests)} ${requests.length > 1 ? several : one}.`
    sentences.push({ t, requests, text: `${ms(t)}: ${text}` })
  }
  return sentences
}

function subject(requests: readonly number[]): string {
  if (requests.length > 2) return `#${requests[0]} … #${requests.at(-1)} (${requests.length} requests)`
  return requests.map((request) => `#${request}`).join(' and ')
}

function opening({ start, end, lanes, requests }: Model): Sentence[] {
  if (!start) return []
  const isAlone = end !== undefined && requests.length === 0
  const asked = isAlone ? 'Nobody asks: the program runs by itself' : asking(start)
  const kinds = new Set(lanes.map(({ kind }) => kind))
  const answers = backend(start.latency, kinds)
  const text = `${asked}${answers === undefined ? '' : `; ${answers}`}.`
  return [{ t: 0, requests: [], text: [text, ...service(start.database)].join(' ') }]
}

function asking({ clients, pause }: NonNullable<Model['start']>): string {
  const who = clients === 1 ? '1 client asks' : `${clients} clients ask`
  return pause ? `${who} again ${pause} ms after each answer` : who
}

/** Who answers the server how late; nothing if nobody does. */
function backend(latency: number, kinds: ReadonlySet<LaneKind>): string | undefined {
  if (kinds.has('service') && !kinds.has('mongo')) return `the services answer after ${latency} ms`
  if (latency === 0 && !kinds.has('mongo')) return undefined
  return `the database’s replies are held back for ${latency} ms`
}

/** How the database serves, as a sentence; none if it costs nothing. */
function service({ threads, service = {}, lock = 'none' }: DatabaseDials = {}): string[] {
  const { read = 0, write = 0 } = service
  const parts = [
    ...(threads === undefined ? [] : [`${threads} at once`]),
    ...(read > 0 ? [`a read for ${read} ms`] : []),
    ...(write > 0 ? [`a write for ${write} ms`] : []),
    ...(lock === 'none' ? [] : [LOCKS[lock]]),
  ]
  return parts.length === 0 ? [] : [`It serves ${parts.join(', ')}.`]
}

const LOCKS = {
  writes: 'one write to a collection at a time',
  all: 'to a collection one write or only reads at a time',
}

function ending({ end, duration, dropped }: Model): Sentence[] {
  const missing = dropped > 0 ? `${thousands(dropped)} events didn’t fit and are missing here.` : undefined
  const failure = end?.message ? `${ms(duration)}: the run ended: ${end.message}` : undefined
  return [failure, missing].flatMap((text) =>
    text === undefined ? [] : [{ t: duration, requests: [], text }],
  )
}

/** About three digits: nobody hears more. */
function ms(t: number): string {
  const value = t / 1000
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${thousands(Number(value.toFixed(digits)))} ms`
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

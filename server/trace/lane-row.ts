/** One lane as primitives: its name, its spans with their labels, and how its request ended. */
import type { LaneKind } from '../kernel/events.ts'
import { thousands } from './axis.ts'
import { type Piece, pieces, SLIVER } from './level-of-detail.ts'
import { isBackend, type Lane, type Model, type Request, type Span } from './model.ts'
import type { PlacedLane } from './rows.ts'
import { type Group, type Primitive, type Scene, timeToX } from './scene.ts'
import { fitName, fitText, numberSize, textSize, textWidth } from './text-fit.ts'

/** Room for the names of groups, left of the names of lanes, px: MongoDB's is the longest by far. */
const HEADING_WIDTH: Record<LaneKind, number> = {
  client: 52,
  cpu: 52,
  thread: 52,
  greenlet: 52,
  mongo: 88,
  service: 88,
}
/** A result stands so far behind its request's end, px. */
const RESULT_GAP = 5
/** Digits and signs are wider than the average letter: so much for each px of size. */
const RESULT_CHARACTER = 0.6
const RESULT_SIZE = 15
/** Longer results are cut, characters. */
const LONGEST_RESULT = 24
/** Narrower spans carry no label, px. */
const LEAST_LABEL_WIDTH = 24

/** Draws a lane; spans narrower than `cell` px are merged. */
export function laneRow(model: Model, placed: PlacedLane, scene: Pick<Scene, 'plot'>, cell: number): Group {
  const { lane, y, height, dense } = placed
  const x = (t: number) => timeToX(scene, t)
  const shown = pieces(lane.spans, x, scene.plot, cell)
  // Slivers are wider than their time: they go on top, or the next span would cover them.
  const boxes = [...shown].sort((a, b) => slivers(a) - slivers(b)).map((piece) => box(piece, y, height))
  const children = dense
    ? boxes
    : [
        ...track(placed, x, scene),
        ...boxes,
        ...name(model, placed, scene.plot.left),
        ...shown.flatMap((piece) => label(piece, placed)),
        ...result(model, placed, scene),
      ]
  return { kind: 'group', role: 'lane', lane: lane.id, children }
}

function slivers({ width }: Piece): number {
  return width <= SLIVER ? 1 : 0
}

function track(
  { lane, y, height }: PlacedLane,
  x: (t: number) => number,
  { plot }: Pick<Scene, 'plot'>,
): Primitive[] {
  const from = Math.max(plot.left, x(lane.from))
  const to = Math.min(plot.right, x(lane.to))
  if (to <= from) return []
  return [{ kind: 'rect', role: 'track', x: from, y: y + height / 2 - 0.5, width: to - from, height: 1 }]
}

function box({ x, width, span, index }: Piece, y: number, height: number): Primitive {
  // Handshakes are there to be seen, not to be looked at.
  const share = span.setup ? 0.3 : 1
  return {
    kind: 'rect',
    role: 'span',
    x,
    y: y + (height * (1 - share)) / 2,
    width,
    height: height * share,
    state: span.state,
    request: span.request,
    span: index,
  }
}

function label({ x, width, span }: Piece, { lane, y, height }: PlacedLane): Primitive[] {
  if (width < LEAST_LABEL_WIDTH || span.setup) return []
  const size = textSize(height)
  const centred = span.state === 'running' && !isBackend(lane.kind)
  // A number is only right as a whole.
  if (centred && textWidth(span.label, size) > width) return []
  const text = wordsOf(span, width - (centred ? 0 : 9), size)
  if (text === '') return []
  const place = centred
    ? { x: x + width / 2, anchor: 'middle' as const }
    : { x: x + 6, anchor: 'start' as const }
  return [{ kind: 'text', role: 'span', ...place, y: y + height / 2, size, text, state: span.state }]
}

/** The beginning of a wait's words says less than its texture does: whole, only what it's for, or not at all. */
function wordsOf({ state, label }: Span, room: number, size: number): string {
  if (state !== 'turn') return fitText(label, room, size)
  const what = label.match(/^waits for (?:the )?(.+)/)?.[1] ?? 'its turn'
  return [label, what].find((words) => textWidth(words, size) <= room) ?? ''
}

/** A lane that is alone in its group is named by the heading; threads have names of their own. */
function name(model: Model, { lane, y, height }: PlacedLane, left: number): Primitive[] {
  const isAlone = model.lanes.filter(({ kind }) => kind === lane.kind).length === 1
  if (isAlone && (lane.kind === 'cpu' || lane.kind === 'mongo')) return []
  const size = textSize(height)
  const place = { kind: 'text', x: left - 10, y: y + height / 2, anchor: 'end' } as const
  const only = isVisitor(lane) ? undefined : onlyRequest(model, lane)
  if (only) return [{ ...place, role: 'number', size: numberSize(height), text: `#${only.request}` }]
  const small = Math.min(15, size)
  const text = fitName(lane.name, left - 10 - HEADING_WIDTH[lane.kind], small)
  return [{ ...place, role: 'lane', size: small, text }]
}

function result(model: Model, { lane, y, height }: PlacedLane, scene: Pick<Scene, 'plot'>): Primitive[] {
  const only = onlyRequest(model, lane)
  if (!only || only.outcome === 'open' || only.ended === undefined || only.ended > scene.plot.to) return []
  const role = isGood(only) ? 'result' : 'warning'
  const x = timeToX(scene, only.ended) + RESULT_GAP
  const place = { x, y: y + height / 2, size: Math.min(RESULT_SIZE, textSize(height)) }
  return [{ kind: 'text', role, ...place, anchor: 'start', text: resultText(only) }]
}

/** The room that the longest result in this picture takes behind its request's end, px; 0 if there is none. */
export function resultWidth(model: Model): number {
  const lengths = model.lanes.map((lane) => {
    const only = onlyRequest(model, lane)
    return only && only.outcome !== 'open' ? resultText(only).length : 0
  })
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  return longest === 0 ? 0 : RESULT_GAP + longest * RESULT_SIZE * RESULT_CHARACTER
}

function isGood({ outcome, status }: Request): boolean {
  return outcome === 'answered' && status === 200
}

function resultText(request: Request): string {
  if (isGood(request)) return `${thousands(Math.round(request.latency / 1000))} ms`
  const what = request.outcome === 'failed' ? (request.why ?? 'failed') : request.status
  return `✕ ${what}`.slice(0, LONGEST_RESULT)
}

/** Somebody who isn't one of the run's own clients goes by a name of their own: curl, a browser. */
function isVisitor({ name }: Lane): boolean {
  return !name.startsWith('client ')
}

/** The one request of a client that sent only one: its number then names the row. */
function onlyRequest(model: Model, lane: Lane): Request | undefined {
  if (lane.kind !== 'client') return undefined
  const number = lane.spans[0]?.request
  if (number === undefined || lane.spans.at(-1)?.request !== number) return undefined
  return model.requests.find(({ request }) => request === number)
}

/** What stands around the rows: the names of the groups, the legend, and the warning if events are missing. */
import type { LaneKind } from '../kernel/events.ts'
import { thousands } from './axis.ts'
import { type Model, STATES, type State } from './model.ts'
import { LEGEND } from './palette.ts'
import type { PlacedGroup } from './rows.ts'
import type { Primitive, Words } from './scene.ts'
import { textWidth } from './text-fit.ts'

/** Height of the legend's one line, px … */
const LEGEND_LINE = 28
/** … and of the other, if there are two. */
const NEXT_LINE = 22
/** A legend's words stand beside their swatch, px from its left. */
const WORDS_AT = 30

const SIZE = 15

/** What the lanes of a kind are called where there's no room for their names. */
const LANES: Record<LaneKind, string> = {
  client: 'clients',
  cpu: 'cores',
  thread: 'threads',
  greenlet: 'greenlets',
  mongo: 'connections',
  service: 'connections',
}
/** A band at least so high has room for its heading and, below it, its count, px. */
const TWO_LINES = 38

/** The names of the groups, in the labels' column, which ends at `left`. */
export function headings(groups: PlacedGroup[], left: number, width: number): Primitive[] {
  return groups.flatMap((group, index): Primitive[] => {
    const { name, y, lanes } = group
    const first = lanes[0]!
    const middle = first.dense ? y + 8 : first.y + first.height / 2
    const heading = { kind: 'text', role: 'heading', x: 4, size: SIZE, anchor: 'start' } as const
    const rule = { kind: 'line', role: 'group', x1: 0, y1: y - 5, x2: width, y2: y - 5 } as const
    return [
      ...(index > 0 ? [rule] : []),
      { ...heading, y: middle, text: name },
      ...count(group).map(({ text, y, atLeft }): Words => {
        const place = atLeft ? heading : { ...heading, x: left - 10, anchor: 'end' as const }
        return { ...place, y, text }
      }),
    ]
  })
}

/** How many lanes stand in a group's dense band, and where that is said; nothing if it has none. */
function count({ y, height, lanes }: PlacedGroup): { text: string; y: number; atLeft: boolean }[] {
  const dense = lanes.filter((lane) => lane.dense)
  const from = dense[0]?.y
  if (from === undefined) return []
  if (dense.length < lanes.length)
    return [{ text: `… and ${dense.length} more`, y: (from + y + height) / 2, atLeft: false }]
  if (height < TWO_LINES) return [{ text: String(lanes.length), y: y + 8, atLeft: false }]
  // The one thread of greenlets stands with them, and isn't what there are many of.
  const kind = lanes.at(-1)!.lane.kind
  const number = lanes.filter(({ lane }) => lane.kind === kind).length
  return [{ text: `${number} ${LANES[kind]}`, y: y + 27, atLeft: true }]
}

/** The states and what they're called. Nothing switches yet, so that one is left out. */
const SHOWN = STATES.filter((state) => state !== 'switch')

/** One entry of the legend: its swatch, its sign, its words, and the room until the next. */
function entryWidth(state: State): number {
  return WORDS_AT + textWidth(LEGEND[state].name, SIZE) + 18
}

/** How high the legend is: where its entries don't fit side by side, it has a second line. */
export function legendHeight(width: number): number {
  return LEGEND_LINE + NEXT_LINE * (legendLines(width).length - 1)
}

/** Entries by line. */
function legendLines(width: number): State[][] {
  const total = SHOWN.reduce((sum, state) => sum + entryWidth(state), 0)
  if (total <= width) return [SHOWN]
  return [
    ['running', 'turn'],
    ['idle', 'answer'],
  ]
}

/** The legend, from the column where the plot begins if there's room, else from the left; in columns of its own. */
export function legend(left: number, width: number, height: number): Primitive[] {
  const lines = legendLines(width)
  const columns = lines[0]!.map((_, column) => Math.max(...lines.map((line) => entryWidth(line[column]!))))
  const total = columns.reduce((sum, column) => sum + column, 0)
  const start = Math.max(4, Math.min(left, width - total))
  return lines.flatMap((line, row) => {
    const y = height - LEGEND_LINE / 2 - NEXT_LINE * (lines.length - 1 - row) + 3
    let x = start
    return line.flatMap((state, column) => {
      const drawn = legendEntry(state, x, y)
      x += columns[column]!
      return drawn
    })
  })
}

function legendEntry(state: State, x: number, y: number): Primitive[] {
  const { name, glyph } = LEGEND[state]
  const sign = { kind: 'text', role: 'span', x: x + 12, y, size: 12, anchor: 'middle' } as const
  const words = { kind: 'text', role: 'legend', x: x + WORDS_AT, y, size: SIZE, anchor: 'start' } as const
  return [
    { kind: 'rect', role: 'swatch', x, y: y - 7, width: 24, height: 14, state },
    { ...sign, text: glyph, state },
    { ...words, text: name },
  ]
}

/** Says how many events are missing; a silent gap would be a lie. */
export function warnings(model: Model, width: number, height: number): Primitive[] {
  if (model.dropped === 0) return []
  const text = `dropped ${thousands(model.dropped)} events`
  const y = height - LEGEND_LINE / 2 + 3
  return [{ kind: 'text', role: 'warning', x: width - 4, y, size: SIZE, anchor: 'end', text }]
}

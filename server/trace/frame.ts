/** What stands around the rows: the names of the groups, the legend, and the warning if events are missing. */
import { thousands } from './axis.ts'
import { type Model, STATES, type State } from './model.ts'
import { LEGEND } from './palette.ts'
import type { PlacedGroup } from './rows.ts'
import type { Primitive } from './scene.ts'
import { textWidth } from './text-fit.ts'

/** Height of the legend's one line, px … */
const LEGEND_LINE = 26
/** … and of the other, if there are two. */
const NEXT_LINE = 20
/** A legend's words stand beside their swatch. */
const WORDS_AT = 28

const SIZE = 13

/** The names of the groups, in the labels' column, which ends at `left`. */
export function headings(groups: PlacedGroup[], left: number, width: number): Primitive[] {
  return groups.flatMap(({ name, y, lanes }, index): Primitive[] => {
    const dense = lanes.filter((lane) => lane.dense)
    const first = lanes[0]!
    const middle = first.dense ? y + 7 : first.y + first.height / 2
    const heading = { kind: 'text', role: 'heading', x: 4, size: 12, anchor: 'start' } as const
    const rule = { kind: 'line', role: 'group', x1: 0, y1: y - 5, x2: width, y2: y - 5 } as const
    const more = {
      ...heading,
      x: left - 10,
      anchor: 'end',
      size: 12,
      text: moreText(dense.length, lanes.length),
    } as const
    return [
      ...(index > 0 ? [rule] : []),
      { ...heading, y: middle, text: name },
      ...(dense.length > 0
        ? [{ ...more, y: (dense[0]!.y + dense.at(-1)!.y + dense.at(-1)!.height) / 2 }]
        : []),
    ]
  })
}

function moreText(dense: number, all: number): string {
  return dense === all ? `${all}` : `… and ${dense} more`
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
  return total <= width ? [SHOWN] : [SHOWN.slice(0, 2), SHOWN.slice(2)]
}

/** The legend, from the column where the plot begins if there's room, else from the left. */
export function legend(left: number, width: number, height: number): Primitive[] {
  const lines = legendLines(width)
  const widths = lines.map((line) => line.reduce((sum, state) => sum + entryWidth(state), 0))
  const start = Math.max(4, Math.min(left, width - Math.max(...widths)))
  return lines.flatMap((line, row) => {
    const y = height - LEGEND_LINE / 2 - NEXT_LINE * (lines.length - 1 - row) + 3
    let x = start
    return line.flatMap((state) => {
      const drawn = legendEntry(state, x, y)
      x += entryWidth(state)
      return drawn
    })
  })
}

function legendEntry(state: State, x: number, y: number): Primitive[] {
  const { name, glyph } = LEGEND[state]
  const sign = { kind: 'text', role: 'span', x: x + 11, y, size: 11, anchor: 'middle' } as const
  const words = { kind: 'text', role: 'legend', x: x + WORDS_AT, y, size: SIZE, anchor: 'start' } as const
  return [
    { kind: 'rect', role: 'swatch', x, y: y - 6, width: 22, height: 12, state },
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

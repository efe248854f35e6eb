/** What stands around the rows: the names of the groups, the legend, and the warning if events are missing. */
import { thousands } from './axis.ts'
import { type Model, STATES } from './model.ts'
import { LEGEND } from './palette.ts'
import type { PlacedGroup } from './rows.ts'
import type { Primitive } from './scene.ts'
import { textWidth } from './text-fit.ts'

/** Height of the legend's line, px. */
export const LEGEND_HEIGHT = 26

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
export function legend(left: number, height: number): Primitive[] {
  let x = left
  return STATES.filter((state) => state !== 'switch').flatMap((state): Primitive[] => {
    const { name, glyph } = LEGEND[state]
    const y = height - LEGEND_HEIGHT / 2 + 3
    const swatch = { kind: 'rect', role: 'swatch', x, y: y - 6, width: 22, height: 12, state } as const
    const sign = {
      kind: 'text',
      role: 'span',
      x: x + 11,
      y,
      size: 11,
      anchor: 'middle',
      text: glyph,
      state,
    } as const
    const words = {
      kind: 'text',
      role: 'legend',
      x: x + 28,
      y,
      size: SIZE,
      anchor: 'start',
      text: name,
    } as const
    x += 28 + textWidth(name, SIZE) + 18
    return [swatch, sign, words]
  })
}

/** Says how many events are missing; a silent gap would be a lie. */
export function warnings(model: Model, width: number, height: number): Primitive[] {
  if (model.dropped === 0) return []
  const text = `dropped ${thousands(model.dropped)} events`
  const y = height - LEGEND_HEIGHT / 2 + 3
  return [{ kind: 'text', role: 'warning', x: width - 4, y, size: SIZE, anchor: 'end', text }]
}

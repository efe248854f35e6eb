/** From a model to a picture: one pure function, the same for screen, print, tests and export. */
import type { LaneKind } from '../kernel/events.ts'
import { axis } from './axis.ts'
import { headings, legend, legendHeight, warnings } from './frame.ts'
import { laneRow, resultWidth } from './lane-row.ts'
import type { Model } from './model.ts'
import { placeLanes } from './rows.ts'
import type { Group, Scene } from './scene.ts'

/** What the picture has room for, px; times are µs. */
export interface LayoutOptions {
  width: number
  /** Default: as high as the rows need. Rows shrink to fit. */
  height?: number
  /** Default 28, for projectors. */
  rowHeight?: number
  /** Room for names at the left; default 210. */
  labelWidth?: number
  /** Which lanes; default all. */
  lanes?: readonly LaneKind[]
  /** Detail is dropped to stay below; default 4000. */
  maxPrimitives?: number
  /** The part of the run that is shown; default all of it. */
  from?: number
  to?: number
}

const AXIS_HEIGHT = 27
/** At the right: room for how long a request took, seconds in most runs … */
const RESULT_WIDTH = 80
/** … and for longer words no more than this share of the picture. */
const MOST_RESULT = 0.2
/** Spans narrower than this are merged, px. */
const LEAST_CELL = 1

/** Lays out the picture of a run. */
export function layout(model: Model, options: LayoutOptions): Scene {
  const { width, rowHeight = 28, labelWidth = 210, lanes, maxPrimitives = 4000 } = options
  const top = AXIS_HEIGHT
  const rowsHeight =
    options.height === undefined ? undefined : options.height - AXIS_HEIGHT - legendHeight(width)
  const placed = placeLanes(model, { top, height: rowsHeight, rowHeight, lanes })
  const last = placed.at(-1)
  const bottom = last ? last.y + last.height : top + rowHeight
  const height = options.height ?? bottom + legendHeight(width)
  const { from = 0, to = Math.max(model.duration, from + 1) } = options
  const plot = {
    left: labelWidth,
    right: Math.max(labelWidth + 1, width - resultRoom(model, width)),
    top,
    bottom,
    from,
    to,
  }
  const frame = [
    ...axis({ plot }),
    ...headings(placed, plot.left, width),
    ...legend(plot.left, width, height),
    ...warnings(model, width, height),
  ]
  const drawn = fitted(
    (cell) => placed.flatMap(({ lanes }) => lanes.map((lane) => laneRow(model, lane, { plot }, cell))),
    maxPrimitives - frame.length,
  )
  const rows = placed.flatMap((group) =>
    group.lanes.map(({ lane, y, height }) => ({ lane: lane.id, y, height })),
  )
  return { width, height, groups: [{ kind: 'group', role: 'frame', children: frame }, ...drawn], rows, plot }
}

function resultRoom(model: Model, width: number): number {
  return Math.max(RESULT_WIDTH, Math.min(resultWidth(model), MOST_RESULT * width))
}

/** Draws with ever larger cells until the picture is small enough. */
function fitted(draw: (cell: number) => Group[], most: number): Group[] {
  for (let cell = LEAST_CELL; ; cell *= 2) {
    const groups = draw(cell)
    const count = groups.reduce((sum, { children }) => sum + children.length + 1, 0)
    if (count <= most || cell > 2000) return groups
  }
}

/**
 * Where each lane goes. Rows shrink until they fit; what still doesn't fit stands at the end of its group in
 * a dense band, so that no lane is missing from the picture.
 */
import type { LaneKind } from '../kernel/events.ts'
import type { Lane, Model } from './model.ts'

/** One placed lane; dense ones have no label. */
export interface PlacedLane {
  lane: Lane
  y: number
  height: number
  dense: boolean
}

/** Lanes under one heading. */
export interface PlacedGroup {
  name: string
  y: number
  height: number
  lanes: PlacedLane[]
}

/** The room there is; without `height` every row gets its full size. */
export interface Room {
  top: number
  height?: number | undefined
  rowHeight: number
  lanes?: readonly LaneKind[] | undefined
}

type Unplaced = Pick<PlacedGroup, 'name'> & { lanes: Lane[] }

/** The headings, and which lanes stand under each. */
const GROUPS: { name: string; kinds: LaneKind[] }[] = [
  { name: 'Clients', kinds: ['client'] },
  { name: 'CPU', kinds: ['cpu'] },
  { name: 'Server', kinds: ['thread', 'greenlet'] },
  { name: 'MongoDB', kinds: ['mongo'] },
]

const GROUP_GAP = 10
const LEAST_ROW = 14
/** Clients come first: so many are placed before another group gets a second row. */
const CLIENTS_FIRST = 12
/** A dense band takes the room of at least so many least rows … */
const BAND_SLOTS = 2
/** … and each of its rows about this, px. */
const DENSE_ROW = 1.2

/** Places the lanes of the wanted kinds (default: all), group by group. */
export function placeLanes(model: Model, room: Room): PlacedGroup[] {
  const wanted = (lane: Lane) => !room.lanes || room.lanes.includes(lane.kind)
  const groups = GROUPS.map(({ name, kinds }) => ({
    name,
    lanes: model.lanes.filter((lane) => kinds.includes(lane.kind) && wanted(lane)),
  })).filter(({ lanes }) => lanes.length > 0)
  const total = groups.reduce((sum, { lanes }) => sum + lanes.length, 0)
  const free = room.height === undefined ? Infinity : room.height - GROUP_GAP * (groups.length - 1)
  let height = room.rowHeight
  while (height > LEAST_ROW && total * (height + gapOf(height)) > free) height--
  if (total * (height + gapOf(height)) <= free) return stack(groups, room.top, height)
  const capacity = Math.max(groups.length, Math.floor(free / (LEAST_ROW + gapOf(LEAST_ROW))))
  return stack(groups, room.top, LEAST_ROW, share(groups, capacity))
}

/** Space below a row of that height. */
export function gapOf(height: number): number {
  return height >= 22 ? 4 : 2
}

/** How many rows' room each group gets: clients first, then in equal parts until all have what they need. */
function share(groups: readonly Unplaced[], capacity: number): number[] {
  const given = groups.map(() => 1)
  let left = capacity - groups.length
  const give = (index: number, most: number) => {
    const more = Math.max(0, Math.min(left, most - given[index]!))
    given[index]! += more
    left -= more
  }
  for (const [index, { name, lanes }] of groups.entries()) {
    if (name === GROUPS[0]!.name) give(index, Math.min(lanes.length, CLIENTS_FIRST))
  }
  for (let before = -1; left !== before; ) {
    before = left
    for (const [index, { lanes }] of groups.entries()) give(index, Math.min(lanes.length, given[index]! + 1))
  }
  return given
}

/** How many of a group's lanes get a row of their own; the others share what is left of its room. */
function fullRows(lanes: number, slots: number): number {
  if (slots >= lanes) return lanes
  const band = Math.max(BAND_SLOTS, Math.ceil((lanes * DENSE_ROW) / LEAST_ROW))
  return Math.max(0, slots - band)
}

function stack(groups: Unplaced[], top: number, height: number, given?: number[]): PlacedGroup[] {
  const pitch = height + gapOf(height)
  let y = top
  return groups.map(({ name, lanes }, index) => {
    const slots = given?.[index] ?? lanes.length
    const full = fullRows(lanes.length, slots)
    const group: PlacedGroup = { name, y, height: slots * pitch - gapOf(height), lanes: [] }
    const bandTop = y + full * pitch
    const thin = (y + group.height - bandTop) / Math.max(1, lanes.length - full)
    group.lanes = lanes.map((lane, row) =>
      row < full
        ? { lane, y: y + row * pitch, height, dense: false }
        : { lane, y: bandTop + (row - full) * thin, height: thin * 0.85, dense: true },
    )
    y += slots * pitch - gapOf(height) + GROUP_GAP
    return group
  })
}

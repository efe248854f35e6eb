/**
 * Where each lane goes. Rows shrink as long as they can be read; then connections, and then threads, share a
 * dense band. What still doesn't fit stands at the end of its group in one, so that no lane is missing.
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
  { name: 'Services', kinds: ['service'] },
]

/** Groups whose lanes show what the clients' show already: the first gives up its rows first. */
const ECHOES = ['MongoDB', 'Services', 'Server']

const GROUP_GAP = 10
/** Lower rows can't be read from the back of a room … */
const READABLE_ROW = 20
/** … and lower ones not at all. */
const LEAST_ROW = 14
/** A group that is all band takes at least so much, px, whatever it holds: two lines of words … */
const LEAST_BAND = 40
/** … and so much for each lane, px, as long as there are few. */
const GOOD_DENSE = 7
const FEW = 10
/** Dense rows are never higher, px: they have no words. */
const MOST_DENSE = 12
/** Fewer lanes always have rows. */
const LEAST_ECHO = 3
/** With room for fewer readable rows, lower ones say more. */
const ENOUGH_ROWS = 14
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
  const free = room.height === undefined ? Infinity : room.height - GROUP_GAP * (groups.length - 1)
  for (const least of [READABLE_ROW, LEAST_ROW]) {
    for (let bands = 0; bands <= ECHOES.length; bands++) {
      const echoes = groups.filter(({ name, lanes }) => isEcho(name, bands) && lanes.length >= LEAST_ECHO)
      const plan = highestFit(groups, echoes, free, { most: room.rowHeight, least })
      if (plan) return stack(groups, room.top, plan.height, plan.plots)
    }
  }
  const rowsOf = (height: number) => Math.floor(free / (height + gapOf(height)))
  const height = rowsOf(READABLE_ROW) >= ENOUGH_ROWS ? READABLE_ROW : LEAST_ROW
  const slots = share(groups, Math.max(groups.length, rowsOf(height)))
  const plots = groups.map(({ lanes }, index) => plotOf(lanes.length, slots[index]!, height))
  return stack(groups, room.top, height, plots)
}

/** What a group gets: so many lanes a row of their own, and its height with the gap below, px. */
interface Plot {
  full: number
  height: number
}

function isEcho(name: string, bands: number): boolean {
  return ECHOES.slice(0, bands).includes(name)
}

/** The highest rows with which all lanes fit, those of `echoes` in bands; undefined if there are none. */
function highestFit(
  groups: readonly Unplaced[],
  echoes: readonly Unplaced[],
  free: number,
  { most, least }: { most: number; least: number },
): { height: number; plots: Plot[] } | undefined {
  const banded = new Set(echoes)
  const rows = groups.filter((group) => !banded.has(group)).reduce((sum, { lanes }) => sum + lanes.length, 0)
  for (let height = most; height >= least; height--) {
    const pitch = height + gapOf(height)
    const left = (free - rows * pitch) / Math.max(1, echoes.length)
    if (left < 0 || !echoes.every(({ lanes }) => left >= leastBand(lanes.length))) continue
    const plots = groups.map((group): Plot => {
      const count = group.lanes.length
      if (banded.has(group)) return { full: 0, height: Math.min(left, count * MOST_DENSE) }
      return { full: count, height: count * pitch }
    })
    return { height, plots }
  }
  return undefined
}

function leastBand(lanes: number): number {
  return Math.max(LEAST_BAND, GOOD_DENSE * Math.min(lanes, FEW), 2 * DENSE_ROW * lanes)
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

/** A group with less room than lanes: those without a row of their own share what is left of it. */
function plotOf(lanes: number, slots: number, height: number): Plot {
  const band = Math.max(BAND_SLOTS, Math.ceil((lanes * DENSE_ROW) / height))
  const full = slots >= lanes ? lanes : Math.max(0, slots - band)
  return { full, height: slots * (height + gapOf(height)) }
}

function stack(groups: Unplaced[], top: number, height: number, plots: readonly Plot[]): PlacedGroup[] {
  const pitch = height + gapOf(height)
  let y = top
  return groups.map(({ name, lanes }, index) => {
    const { full, height: room } = plots[index]!
    const group: PlacedGroup = { name, y, height: room - gapOf(height), lanes: [] }
    const bandTop = y + full * pitch
    const thin = (y + group.height - bandTop) / Math.max(1, lanes.length - full)
    group.lanes = lanes.map((lane, row) =>
      row < full
        ? { lane, y: y + row * pitch, height, dense: false }
        : { lane, y: bandTop + (row - full) * thin, height: thin * 0.85, dense: true },
    )
    y += group.height + GROUP_GAP
    return group
  })
}

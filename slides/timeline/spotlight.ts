/** The selected request in the picture: all lanes are veiled except where they serve it. */
import type { Box, Group, Scene } from '../../server/trace/scene.ts'

/** Path data in the scene's units: `veil` to fill by the even-odd rule, `edges` around what isn't veiled. */
export interface Spotlight {
  veil: string
  edges: string
}

type Area = Pick<Box, 'x' | 'y' | 'width' | 'height'>

/** Narrower areas would be all edge. */
const LEAST_EDGED = 5
/** The number of a client stands so far left of the plot, units. */
const NUMBER_ROOM = 36

/** Nothing is veiled if the picture shows no span of the request. */
export function spotlight(scene: Scene, request: number): Spotlight {
  const lit = scene.groups.map((group) => ({ group, boxes: boxesOf(group, request) }))
  if (lit.every(({ boxes }) => boxes.length === 0)) return { veil: '', edges: '' }
  const { left, top, bottom } = scene.plot
  const all = { x: left, y: top - 2, width: scene.width - left, height: bottom - top + 4 }
  const rows = lit.flatMap(({ group, boxes }) => ownRow(scene, group, boxes))
  const holes = lit.flatMap(({ group, boxes }) => {
    const own = ownRow(scene, group, boxes)
    return own.length > 0 ? own : boxes
  })
  const names = rows.map((row) => ({ ...row, x: left - NUMBER_ROOM, width: NUMBER_ROOM - 4 }))
  const edged = lit.flatMap(({ boxes }) => boxes).filter(({ width }) => width >= LEAST_EDGED)
  return { veil: path([all, ...holes]), edges: path([...names, ...edged]) }
}

/** The whole row of a client that sent this request and no other: its number and result are about it too. */
function ownRow(scene: Scene, group: Group, boxes: readonly Box[]): Area[] {
  const row = scene.rows.find(({ lane }) => lane === group.lane)
  const spans = group.children.filter((child) => child.kind === 'rect' && child.role === 'span')
  const isOwn = group.lane?.startsWith('client:') && boxes.length > 0 && spans.length === boxes.length
  if (!row || !isOwn) return []
  const { left } = scene.plot
  return [{ x: left, y: row.y, width: scene.width - left, height: row.height }]
}

function boxesOf(group: Group, request: number): Box[] {
  return group.children.filter(
    (child): child is Box => child.kind === 'rect' && child.role === 'span' && child.request === request,
  )
}

function path(areas: readonly Area[]): string {
  return areas
    .map(
      ({ x, y, width, height }) =>
        `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`,
    )
    .join('')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

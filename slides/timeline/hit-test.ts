/** What lies under the pointer. */
import type { Model, Span } from '../../server/trace/model.ts'
import { type Scene, xToTime } from '../../server/trace/scene.ts'

/** A lane, the moment (µs), and what the lane did then. */
export interface Hit {
  lane: string
  t: number
  span?: Span
  /** Whose span it is; on a client's lane without a span there, the client's nearest request. */
  request?: number
}

/** Reach of the pointer for spans narrower than it, units. */
const REACH = 4

/** The lane at a place of the picture, if any; `x` and `y` in the scene's own units. */
export function hitTest(model: Model, scene: Scene, x: number, y: number): Hit | undefined {
  const row = scene.rows.find((each) => y >= each.y - 1 && y <= each.y + each.height + 1)
  const lane = row && model.lanes.find(({ id }) => id === row.lane)
  if (!lane) return undefined
  const t = xToTime(scene, x)
  const hit = { lane: lane.id, t }
  const near = nearest(lane.spans, t)
  if (!near) return hit
  const { left, right, from, to } = scene.plot
  const reach = (REACH * (to - from)) / (right - left)
  const inside = x >= left && x <= right && distance(near, t) <= reach
  const request = near.request > 0 && (inside || lane.kind === 'client') ? { request: near.request } : {}
  return { ...hit, ...(inside && { span: near }), ...request }
}

/** Of several at the same distance the shortest: the others can be met elsewhere. */
function nearest(spans: readonly Span[], t: number): Span | undefined {
  return spans.reduce<Span | undefined>((best, span) => {
    if (!best) return span
    const difference = distance(span, t) - distance(best, t)
    if (difference !== 0) return difference < 0 ? span : best
    return span.to - span.from < best.to - best.from ? span : best
  }, undefined)
}

function distance({ from, to }: Span, t: number): number {
  return Math.max(from - t, t - to, 0)
}

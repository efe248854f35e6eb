/** The selected request in the picture: all lanes are veiled except where they serve it. */
import type { Box, Primitive, Scene } from '../../server/trace/scene.ts'

/** Path data in the scene's units: `veil` to fill by the even-odd rule, `edges` around the request's spans. */
export interface Spotlight {
  veil: string
  edges: string
}

/** Nothing is veiled if the picture shows no span of the request. */
export function spotlight(scene: Scene, request: number): Spotlight {
  const boxes = scene.groups.flatMap((group) => boxesOf(group, request))
  if (boxes.length === 0) return { veil: '', edges: '' }
  const { left, top, bottom } = scene.plot
  const holes = boxes.map(outline).join('')
  const all = outline({ x: left, y: top - 2, width: scene.width - left, height: bottom - top + 4 })
  return { veil: all + holes, edges: holes }
}

function boxesOf(primitive: Primitive, request: number): Box[] {
  if (primitive.kind === 'group') return primitive.children.flatMap((child) => boxesOf(child, request))
  const hit = primitive.kind === 'rect' && primitive.role === 'span' && primitive.request === request
  return hit ? [primitive] : []
}

function outline({ x, y, width, height }: Pick<Box, 'x' | 'y' | 'width' | 'height'>): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

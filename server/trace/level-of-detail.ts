/**
 * What can be seen of a row of spans: those too small for a cell of the picture are merged, and the cell
 * shows what took most of its time.
 */
import type { Span, State } from './model.ts'

/** A stretch of a row as it will be drawn; px. */
export interface Piece {
  x: number
  width: number
  span: Span
  index: number
}

/** What is too short to be seen is drawn this wide, px: a burst of work between two waits is the point. */
export const SLIVER = 2

/** What one state has of a cell. */
interface Part {
  total: number
  longest: number
  span: Span
  index: number
}

interface Cell {
  column: number
  from: number
  to: number
  parts: Map<State, Part>
}

/** The pieces of a row between `left` and `right`; spans narrower than `cell` px are merged. */
export function pieces(
  spans: readonly Span[],
  x: (t: number) => number,
  bounds: { left: number; right: number },
  cell: number,
): Piece[] {
  const result: Piece[] = []
  let open: Cell | undefined
  const flush = () => {
    if (open) result.push(drawn(open, bounds))
    open = undefined
  }
  for (const [index, span] of spans.entries()) {
    const from = Math.max(bounds.left, x(span.from))
    const to = Math.min(bounds.right, x(span.to))
    if (from >= bounds.right || to <= bounds.left) continue
    if (to - from >= cell) {
      flush()
      result.push({ x: from, width: to - from, span, index })
      continue
    }
    const column = Math.floor(from / cell)
    if (open?.column !== column) flush()
    open ??= { column, from, to, parts: new Map() }
    open.to = to
    count(open.parts, span, index)
  }
  flush()
  return result
}

function count(parts: Map<State, Part>, span: Span, index: number): void {
  const length = span.to - span.from
  const part = parts.get(span.state)
  if (!part) {
    parts.set(span.state, { total: length, longest: length, span, index })
    return
  }
  part.total += length
  if (length > part.longest) Object.assign(part, { longest: length, span, index })
}

/** Idle time is what's left over: work and waits show through it. */
function drawn({ from, to, parts }: Cell, bounds: { right: number }): Piece {
  const weight = ({ span, total }: Part) => (span.state === 'idle' ? -1 / total : total)
  const { span, index } = [...parts.values()].reduce((best, part) =>
    weight(part) > weight(best) ? part : best,
  )
  const width = Math.max(SLIVER, to - from)
  return { x: Math.min(from, bounds.right - width), width, span, index }
}

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

interface Cell {
  column: number
  from: number
  to: number
  time: Map<State, number>
  longest: { span: Span; index: number; length: number }
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
    open = merge(open, { column, from, to, span, index })
  }
  flush()
  return result
}

function merge(
  cell: Cell | undefined,
  part: { column: number; from: number; to: number; span: Span; index: number },
): Cell {
  const length = part.span.to - part.span.from
  const time = cell?.time ?? new Map<State, number>()
  time.set(part.span.state, (time.get(part.span.state) ?? 0) + length)
  const best = cell?.longest
  // Idle time is what's left over: work and waits show through it.
  const beats = !best || (best.span.state === 'idle' && part.span.state !== 'idle') || length > best.length
  const longest = beats ? { span: part.span, index: part.index, length } : best
  return { column: part.column, from: cell?.from ?? part.from, to: part.to, time, longest }
}

function drawn({ from, to, time, longest }: Cell, bounds: { right: number }): Piece {
  const width = Math.max(SLIVER, to - from)
  const most = [...time].filter(([state]) => state !== 'idle').sort((a, b) => b[1] - a[1])[0]
  const state = most?.[0] ?? longest.span.state
  return {
    x: Math.min(from, bounds.right - width),
    width,
    span: { ...longest.span, state },
    index: longest.index,
  }
}

/** A picture as plain data: what layout makes, what svg and any other painter draw, and where time is in it. */
import type { State } from './model.ts'

/** What a rectangle is: a span, a lane's track, a legend's swatch. */
export interface Box {
  kind: 'rect'
  role: 'span' | 'track' | 'swatch'
  x: number
  y: number
  width: number
  height: number
  state?: State
  request?: number
  /** Index of the span in its lane; of the longest, where several were merged. */
  span?: number
}

/** A straight line, 1 px wide. */
export interface Rule {
  kind: 'line'
  role: 'tick' | 'group' | 'warning'
  x1: number
  y1: number
  x2: number
  y2: number
}

/** One line of text; `y` is its middle. */
export interface Words {
  kind: 'text'
  role: 'axis' | 'heading' | 'number' | 'lane' | 'span' | 'result' | 'legend' | 'warning'
  x: number
  y: number
  size: number
  anchor: 'start' | 'middle' | 'end'
  text: string
  /** The state it's written on. */
  state?: State
}

/** The primitives of one lane, or of the frame around all. */
export interface Group {
  kind: 'group'
  role: 'frame' | 'lane'
  lane?: string
  children: Primitive[]
}

export type Primitive = Box | Rule | Words | Group

/** Where a lane is; for hit tests and the player's overlay. */
export interface Row {
  lane: string
  y: number
  height: number
}

/** A whole picture, in CSS pixels from its top left corner. */
export interface Scene {
  width: number
  height: number
  groups: Group[]
  rows: Row[]
  /** The rectangle of the rows; `from` (µs) is at its left edge, `to` at its right. */
  plot: { left: number; right: number; top: number; bottom: number; from: number; to: number }
}

/** Where a moment (µs) is, in px. */
export function timeToX({ plot }: Pick<Scene, 'plot'>, t: number): number {
  const span = plot.to - plot.from
  return plot.left + (span > 0 ? ((t - plot.from) / span) * (plot.right - plot.left) : 0)
}

/** The moment (µs) at a place in px, inside what the picture shows. */
export function xToTime({ plot }: Pick<Scene, 'plot'>, x: number): number {
  const share = (x - plot.left) / (plot.right - plot.left)
  return plot.from + Math.min(1, Math.max(0, share)) * (plot.to - plot.from)
}

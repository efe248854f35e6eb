/** The ruler: round times, as many as can be read. */
import { type Primitive, type Scene, timeToX } from './scene.ts'

const LABEL_SIZE = 15
/** Room that one label needs, px. */
const LABEL_SPACING = 74
/** A ruler with one label measures nothing. */
const LEAST_LABELS = 2

/** Times (µs) of the ticks between `from` and `to`: multiples of 1, 2 or 5 times a power of ten. */
export function ticks(from: number, to: number, most: number): number[] {
  if (!(to > from) || most < 1) return [from]
  const least = (to - from) / most
  const power = 10 ** Math.floor(Math.log10(least))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10)
  const first = Math.ceil(from / step)
  const count = Math.floor(to / step) - first + 1
  return Array.from({ length: count }, (_, index) => (first + index) * step)
}

/** A time (µs) for people: `0`, `0.5 ms`, `200 ms`. */
export function tickLabel(t: number): string {
  return t === 0 ? '0' : `${thousands(Number((t / 1000).toPrecision(6)))} ms`
}

/** A number with commas between thousands. */
export function thousands(value: number): string {
  const [whole, fraction] = String(value).split('.')
  const grouped = whole!.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** The ruler above the rows, with a line down through them at each tick. */
export function axis(scene: Pick<Scene, 'plot'>): Primitive[] {
  const { left, right, top, bottom, from, to } = scene.plot
  const most = Math.max(LEAST_LABELS, Math.floor((right - left) / LABEL_SPACING))
  return ticks(from, to, most).flatMap((t): Primitive[] => {
    const x = timeToX(scene, t)
    return [
      { kind: 'line', role: 'tick', x1: x, y1: top - 4, x2: x, y2: bottom },
      { kind: 'text', role: 'axis', x, y: top - 14, size: LABEL_SIZE, anchor: 'middle', text: tickLabel(t) },
    ]
  })
}

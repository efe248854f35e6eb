/**
 * The picture and what moves over it. The picture is one string of SVG, set when the run or the size has
 * changed; playhead, veil and the light on one request are a few elements above it, so a frame costs little.
 */
import type { LaneKind } from '../../server/kernel/events.ts'
import { layout } from '../../server/trace/layout.ts'
import type { Model } from '../../server/trace/model.ts'
import { type Scene, timeToX, xToTime } from '../../server/trace/scene.ts'
import { svg } from '../../server/trace/svg.ts'
import { element } from '../element.ts'
import { type Hit, hitTest } from './hit-test.ts'
import { spotlight } from './spotlight.ts'
import { viewOptions } from './view-size.ts'
import { spanSentence } from './words.ts'

/** What is drawn: a model, what to call it, which lanes, and the part of its time that shows (µs); default all. */
export interface Drawing {
  model: Model
  title: string
  lanes?: readonly LaneKind[]
  window?: { from: number; to: number }
}

/** Where the pointer is, in the picture's own units, and what is there. */
export interface Pointed {
  hit: Hit | undefined
  /** µs; set on the ruler. */
  ruler?: number
}

const SVG = 'http://www.w3.org/2000/svg'
/** The playhead reaches so far above the rows, units. */
const HEAD = 5

export class Picture {
  readonly root = element('div', { class: 'picture', tabindex: '-1' })
  readonly #base = element('div', { class: 'base' })
  readonly #light = document.createElementNS(SVG, 'svg')
  readonly #veil = document.createElementNS(SVG, 'path')
  readonly #edges = document.createElementNS(SVG, 'path')
  readonly #future = element('div', { class: 'future' })
  readonly #playhead = element('div', { class: 'playhead' })
  readonly #tip = element('div', { class: 'tip', hidden: true })
  readonly #id: string
  #drawing: Drawing | undefined
  #scene: Scene | undefined
  #unit = 1
  #selected: number | undefined

  /** `id` is unique in the page. */
  constructor(id: string) {
    this.#id = id
    this.#light.classList.add('light')
    this.#light.setAttribute('aria-hidden', 'true')
    this.#veil.classList.add('veil')
    this.#edges.classList.add('edges')
    this.#light.append(this.#veil, this.#edges)
    this.root.append(this.#base, this.#light, this.#future, this.#playhead, this.#tip)
    this.root.addEventListener('pointermove', (event) => this.#hover(event))
    this.root.addEventListener('pointerleave', () => this.#drawTip(undefined, 0, 0))
  }

  /** Lays the picture out for the size it now has. */
  draw(drawing: Drawing): void {
    this.#drawing = drawing
    const { clientWidth, clientHeight } = this.root
    if (clientWidth === 0 || clientHeight === 0) return
    this.#unit = Number.parseFloat(getComputedStyle(this.root).fontSize) / 16
    const size = viewOptions(clientWidth / this.#unit, clientHeight / this.#unit, drawing.lanes)
    this.#scene = layout(drawing.model, { ...size, ...drawing.window })
    this.#base.innerHTML = svg(this.#scene, { title: drawing.title, id: this.#id })
    this.#place(this.#scene)
    this.#drawLight()
  }

  /** Draws the same again, in another size perhaps. */
  redraw(): void {
    if (this.#drawing) this.draw(this.#drawing)
  }

  clear(): void {
    this.#drawing = undefined
    this.#scene = undefined
    this.#base.replaceChildren()
    this.#drawLight()
  }

  /** Puts the playhead at `t`, µs. */
  point(t: number): void {
    if (!this.#scene) return
    const x = Math.min(this.#scene.plot.right, Math.max(this.#scene.plot.left, timeToX(this.#scene, t)))
    // On these two alone: a property that the picture inherits would restyle all of it in every frame.
    for (const moving of [this.#future, this.#playhead])
      moving.style.transform = `translateX(${x * this.#unit}px)`
  }

  /** Puts the light on one request, or on all. */
  select(request: number | undefined): void {
    this.#selected = request
    this.#drawLight()
  }

  /** What is under a pointer. */
  at(event: MouseEvent): Pointed {
    if (!this.#scene || !this.#drawing) return { hit: undefined }
    const { x, y } = this.#toScene(event)
    const { left, top } = this.#scene.plot
    if (y < top - 1 && x >= left) return { hit: undefined, ruler: xToTime(this.#scene, x) }
    return { hit: hitTest(this.#drawing.model, this.#scene, x, y) }
  }

  #toScene(event: MouseEvent): { x: number; y: number } {
    const { left, top } = this.root.getBoundingClientRect()
    return { x: (event.clientX - left) / this.#unit, y: (event.clientY - top) / this.#unit }
  }

  /** What lies above the picture goes by its rows; the slider below by its columns. */
  #place({ width, height, plot }: Scene): void {
    this.#light.setAttribute('viewBox', `0 0 ${width} ${height}`)
    const px = (value: number) => `${value * this.#unit}px`
    this.root.style.setProperty('--top', px(plot.top - HEAD))
    this.root.style.setProperty('--height', px(plot.bottom - plot.top + HEAD + 2))
    this.root.parentElement?.style.setProperty('--left', px(plot.left))
    this.root.parentElement?.style.setProperty('--right', px(width - plot.right))
  }

  #drawLight(): void {
    const { veil, edges } =
      this.#scene && this.#selected !== undefined
        ? spotlight(this.#scene, this.#selected)
        : { veil: '', edges: '' }
    this.#veil.setAttribute('d', veil)
    this.#edges.setAttribute('d', edges)
  }

  #hover(event: PointerEvent): void {
    const { hit, ruler } = this.at(event)
    this.root.classList.toggle('can-select', hit?.request !== undefined)
    this.root.classList.toggle('can-seek', ruler !== undefined)
    const { x, y } = this.#toScene(event)
    this.#drawTip(hit?.span && spanSentence(hit.span), x, y)
  }

  #drawTip(words: string | undefined, x: number, y: number): void {
    this.#tip.hidden = words === undefined
    if (words === undefined || !this.#scene) return
    this.#tip.textContent = words
    const { width, height } = this.#scene
    const room = width * this.#unit - this.#tip.offsetWidth
    const left = Math.max(0, Math.min(room, x * this.#unit - this.#tip.offsetWidth / 2))
    // Away from the pointer, towards the middle.
    this.#tip.classList.toggle('is-above', y > height / 2)
    this.#tip.style.setProperty('--tip-x', `${left}px`)
    this.#tip.style.setProperty('--tip-y', `${y * this.#unit}px`)
  }
}

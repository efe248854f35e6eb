/**
 * One row a line over the code, static or live: its number, the discs of the requests that stand there
 * now, the band of the selected one, the mark of an error. Drawn over the text, so both look alike.
 */
import { element } from '../element.ts'

/** A request that stands on a line of the program. `state` is one of the timeline's. */
export interface Standing {
  request: number
  line: number
  column: number
  state: string
}

/** What went wrong, and where in the program. */
export interface Problem {
  message: string
  line: number
  column: number
}

/** From so many requests on a line they are counted, not listed. */
const CROWD = 3

export class CodeRows {
  readonly root = element('div', { class: 'code-rows', 'aria-hidden': 'true' })
  readonly #rows = element('div', { class: 'rows' })
  #firstLine = 1

  constructor() {
    this.root.append(this.#rows)
  }

  /** As many rows as lines, numbered from `firstLine`. */
  show(count: number, firstLine: number): void {
    this.#firstLine = firstLine
    if (
      this.#rows.childElementCount === count &&
      this.#rows.firstElementChild?.textContent === String(firstLine)
    )
      return
    const rows = Array.from({ length: count }, (_, index) =>
      element(
        'div',
        { class: 'row' },
        element('span', { class: 'number' }, String(firstLine + index)),
        element('span', { class: 'discs' }),
        element('span', { class: 'squiggle' }),
      ),
    )
    this.#rows.replaceChildren(...rows)
  }

  /** Follows the code's scroll position, in CSS pixels. */
  scroll(left: number, top: number): void {
    this.#rows.style.transform = `translateY(${-top}px)`
    this.#rows.style.setProperty('--scroll-left', `${left}px`)
  }

  /** Puts the discs; the band lies where `selected` stands, and all others are dimmed. */
  stand(standings: readonly Standing[], selected: number | undefined): void {
    const byLine = groupByLine(standings)
    for (const [index, row] of [...this.#rows.children].entries()) {
      const here = byLine.get(this.#firstLine + index) ?? []
      row.classList.toggle(
        'is-current',
        here.some((standing) => standing.request === selected),
      )
      row.querySelector('.discs')!.replaceChildren(...drawDiscs(here, selected))
    }
  }

  /** Marks the line of an error, or none. */
  mark(problem: Problem | undefined): void {
    for (const [index, row] of [...this.#rows.children].entries()) {
      const hit = problem?.line === this.#firstLine + index
      row.classList.toggle('is-wrong', hit)
      if (hit)
        row.querySelector<HTMLElement>('.squiggle')!.style.setProperty('--column', String(problem.column - 1))
    }
  }
}

/** The selected one comes first and isn't lost in a crowd. */
function drawDiscs(here: readonly Standing[], selected: number | undefined): HTMLElement[] {
  const own = here.filter(({ request }) => request === selected)
  const others = here.filter(({ request }) => request !== selected)
  const look = selected === undefined ? 'disc' : 'disc is-dim'
  return [
    ...own.map(({ request, state }) => disc(String(request), state, 'disc is-selected')),
    ...(others.length + own.length >= CROWD && others.length > 1
      ? [disc(`×${others.length}`, others[0]!.state, look)]
      : others.map(({ request, state }) => disc(String(request), state, look))),
  ]
}

function disc(words: string, state: string, look: string): HTMLElement {
  return element('span', { class: look, 'data-state': state }, words)
}

function groupByLine(standings: readonly Standing[]): Map<number, Standing[]> {
  const lines = new Map<number, Standing[]>()
  for (const standing of standings) lines.set(standing.line, [...(lines.get(standing.line) ?? []), standing])
  return lines
}

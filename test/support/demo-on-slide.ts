/** A demo on the slide that shows, in the words of somebody who uses it. */
import type { Locator, Page } from 'playwright-core'
import type { Style } from '../../server/run.ts'
import { STYLE_LABELS } from '../../slides/run/tabs.ts'

/** A claim as it's listed, with whether the last run kept it. */
export interface ListedClaim {
  sentence: string
  state: string
}

export class DemoOnSlide {
  readonly page: Page
  readonly root: Locator
  readonly runButton: Locator
  readonly output: Locator
  readonly problem: Locator
  readonly timeLine: Locator

  /** `slide` is its id; without one, the demo of the slide that is present. */
  constructor(page: Page, slide?: string) {
    this.page = page
    this.root = page.locator(`${slide ? `section#${slide}` : 'section.present'} run-demo`)
    this.runButton = this.button('Run')
    this.output = this.root.getByRole('log', { name: 'Output' })
    this.problem = this.root.locator('[data-test=problem]')
    this.timeLine = this.root.getByRole('group', { name: 'Timeline of the run' })
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true })
  }

  tab(style: Style): Locator {
    return this.root.getByRole('tab', { name: STYLE_LABELS[style], exact: true })
  }

  slider(name: string): Locator {
    return this.root.getByRole('slider', { name, exact: true })
  }

  /** idle, running or ended. */
  async state(): Promise<string | null> {
    return this.root.locator('.demo').getAttribute('data-state')
  }

  /** Waits until a run of it is `running` or has `ended`. */
  async becomes(state: 'running' | 'ended'): Promise<void> {
    await this.root.locator(`.demo[data-state=${state}]`).waitFor()
  }

  /** Runs the program to its end. */
  async run(): Promise<void> {
    await this.runButton.click()
    await this.becomes('ended')
  }

  async claims(): Promise<ListedClaim[]> {
    return this.root.locator('.claim').evaluateAll((items) =>
      items.map((item) => ({
        sentence: item.querySelector('.sentence')?.textContent ?? '',
        state: item.getAttribute('data-state') ?? '',
      })),
    )
  }

  async tally(): Promise<string> {
    return (await this.root.locator('[data-test=tally]').textContent()) ?? ''
  }

  /** The code that stands there, static or live, a line each. */
  async code(): Promise<string[]> {
    return this.root.getByRole('tabpanel').evaluate((panel) => {
      const live = [...panel.querySelectorAll<HTMLElement>('.live-code .view-line')]
      live.sort((one, other) => one.offsetTop - other.offsetTop)
      const lines = live.length > 0 ? live : [...panel.querySelectorAll('.static-code .line')]
      return lines.map((line) => (line.textContent ?? '').replaceAll('\u00a0', ' '))
    })
  }

  /** Opens the editor with the caret at the end of the line that has these words. */
  async editAfter(words: string): Promise<void> {
    const live = this.root.locator('.live-code')
    const place =
      (await live.count()) > 0 ? live.locator('.view-line') : this.root.locator('.static-code .line')
    await place.filter({ hasText: words }).first().click()
    await live.locator('.view-lines').waitFor()
    await this.page.keyboard.press('End')
  }

  /** Types a new line after the one that has these words. What opens is closed by the editor and typed over. */
  async typeLineAfter(words: string, line: string): Promise<void> {
    await this.editAfter(words)
    await this.page.keyboard.press('Enter')
    await this.page.keyboard.type(line)
  }

  /** Removes the line that has these words. */
  async removeLine(words: string): Promise<void> {
    await this.editAfter(words)
    await this.page.keyboard.press('Control+Shift+K')
  }

  /** The lanes of the picture, from above: `client:1`, `cpu:0` … */
  async lanes(): Promise<string[]> {
    return this.timeLine
      .locator('g[data-lane]')
      .evaluateAll((groups) => groups.map((group) => group.getAttribute('data-lane') ?? ''))
  }

  /** What each lane shows at a fraction of the time from the first request to the last answer. */
  async statesAt(fraction: number): Promise<Record<string, string>> {
    return this.timeLine.evaluate(statesInPicture, fraction)
  }
}

function statesInPicture(picture: Element, fraction: number): Record<string, string> {
  const spans = [...picture.querySelectorAll('rect[data-state]')].map((rect) => {
    const from = Number(rect.getAttribute('x'))
    const lane = rect.closest('g[data-lane]')?.getAttribute('data-lane') ?? ''
    return {
      lane,
      from,
      to: from + Number(rect.getAttribute('width')),
      state: rect.getAttribute('data-state')!,
    }
  })
  const asked = spans.filter(({ lane }) => lane.startsWith('client:'))
  const first = Math.min(...asked.map(({ from }) => from))
  const last = Math.max(...asked.map(({ to }) => to))
  const x = first + fraction * (last - first)
  // Later ones are painted over earlier ones.
  const there = spans.filter(({ from, to }) => from <= x && x <= to)
  return Object.fromEntries(there.map(({ lane, state }) => [lane, state]))
}

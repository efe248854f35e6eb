/** What the program printed and how the run went, each line with the number of its request. Text, never HTML. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import { element } from '../element.ts'

/** A line of output: `error` marks what went wrong. */
export interface OutputLine {
  request: number
  text: string
  error: boolean
}

/** Lines kept on screen; the oldest go first. */
const MOST_LINES = 300

/** The line that an event deserves, if any. Where to reach the program matters only while it stays open. */
export function outputLine(event: TraceEvent): OutputLine | undefined {
  const { request } = event
  switch (event.kind) {
    case 'log':
      return { request, text: event.text, error: event.stream === 'err' }
    case 'request-failed':
      return { request, text: `not answered: ${event.why}`, error: true }
    case 'request-answered':
      return event.status === 200 ? undefined : { request, text: `answered ${event.status}`, error: true }
    case 'dropped':
      return { request: 0, text: `${event.count} events did not fit and are missing`, error: true }
    case 'run-end':
      return event.message ? { request: 0, text: event.message, error: true } : cursorsLeft(event)
    default:
      return undefined
  }
}

/** Advice, not a failure. Whoever was stopped or cut off had no time to close anything. */
function cursorsLeft({ reason, cursors }: Extract<TraceEvent, { kind: 'run-end' }>): OutputLine | undefined {
  if (!cursors || (reason !== 'answered' && reason !== 'returned')) return undefined
  const [were, them] = cursors === 1 ? ['cursor was', 'it'] : ['cursors were', 'them']
  const text = `${cursors} ${were} left open on the database: read ${them} to the end or close ${them}`
  return { request: 0, text, error: false }
}

/** The pane that shows them; it takes no room until there is something to show. */
export class Output {
  readonly root = element('div', {
    class: 'output',
    role: 'log',
    'aria-label': 'Output',
    'data-test': 'output',
  })

  clear(): void {
    this.root.replaceChildren()
    this.root.removeAttribute('tabindex')
  }

  add(events: readonly TraceEvent[]): void {
    const lines = events.map(outputLine).filter((line) => line !== undefined)
    if (lines.length === 0) return
    this.root.tabIndex = 0
    this.root.append(...lines.slice(-MOST_LINES).map(drawLine))
    while (this.root.childElementCount > MOST_LINES) this.root.firstElementChild?.remove()
    this.root.scrollTop = this.root.scrollHeight
  }
}

function drawLine(line: OutputLine): HTMLElement {
  const who = line.request === 0 ? 'server' : `#${line.request}`
  return element(
    'p',
    { class: line.error ? 'line error' : 'line' },
    element('span', { class: 'who' }, who),
    element('span', { class: 'said' }, line.text),
  )
}

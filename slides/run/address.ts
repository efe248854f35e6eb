/** How a person takes part in an open run: the command to type, and a press that copies it. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import { button, element } from '../element.ts'
import type { RunRecord } from './session.ts'

/** How long a press says that it worked, ms. */
const SAID_MS = 1500

/** What to type while a run serves; undefined if it doesn't, or only inside this tab. */
export function curlCommand(record: RunRecord | undefined): string | undefined {
  if (!record || record.ended || record.request.mode !== 'open') return undefined
  const address = record.events.find(isReachable)?.address
  if (address === undefined) return undefined
  // Shells take a bare ? for a pattern of file names.
  return `curl '${address.replace(/^http:\/\//, '').replace(/\/$/, '')}${record.request.paths[0] ?? '/'}'`
}

/** Whether this event says where a program can be reached. */
export function isReachable(event: TraceEvent): event is TraceEvent & { kind: 'listening'; address: string } {
  return event.kind === 'listening' && event.address !== undefined
}

export class Address {
  readonly root: HTMLElement
  readonly #command = element('code', { tabindex: '0', 'data-test': 'address' })
  readonly #copy = button('Copy', 'copy', () => void this.#copied())

  constructor() {
    this.root = element('div', { class: 'address', hidden: true }, this.#command, this.#copy)
  }

  draw(record: RunRecord | undefined): void {
    const command = curlCommand(record)
    this.root.hidden = command === undefined
    if (command !== undefined && this.#command.textContent !== command) this.#command.textContent = command
  }

  /** Where the clipboard is refused, the words are at least selected. */
  async #copied(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#command.textContent ?? '')
      this.#copy.textContent = 'Copied'
      setTimeout(() => {
        this.#copy.textContent = 'Copy'
      }, SAID_MS)
    } catch {
      getSelection()?.selectAllChildren(this.#command)
    }
  }
}

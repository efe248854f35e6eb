/** Run, Stop, Reset, the edits and the dials, in two rows. */
import type { RunRequest, RuntimeName } from '../../server/run.ts'
import { button, element } from '../element.ts'
import { Address } from './address.ts'
import { Choice } from './choice.ts'
import { Dial } from './dial.ts'
import { clientLimit, LATENCY_MOST, openRefusal } from './limits.ts'
import { RUNTIME_LABELS } from './runners.ts'
import type { Session } from './session.ts'

/** The bar under the code. `id` makes its names unique in the page. */
export class Controls {
  readonly root: HTMLElement
  readonly run: HTMLButtonElement
  readonly #session: Session
  readonly #stop: HTMLButtonElement
  readonly #reset: HTMLButtonElement
  readonly #edits = element('div', { class: 'edits' })
  readonly #address = new Address()
  readonly #clients: Dial
  readonly #latency: Dial
  readonly #modes: Choice
  readonly #runtimes: Choice

  constructor(session: Session, id: string) {
    this.#session = session
    this.run = button('Run', 'run', () => session.start())
    this.run.title = 'Ctrl + Enter'
    this.#stop = button('Stop', 'stop', () => session.stop())
    this.#reset = button('Reset', 'reset', () => session.reset())
    this.#clients = new Dial('Clients', { least: 1, most: 64, step: 1, unit: '' }, (clients) =>
      session.set({ clients }),
    )
    this.#latency = new Dial('Latency', { least: 0, most: LATENCY_MOST, step: 10, unit: ' ms' }, (latency) =>
      session.set({ latency }),
    )
    this.#modes = this.#modeChoice(`${id}-mode`)
    this.#runtimes = this.#runtimeChoice(`${id}-runtime`)
    this.root = this.#compose()
    this.draw()
  }

  draw(): void {
    const { settings, record, isRunning, isEdited } = this.#session
    const { style, runtime, clients, latency } = settings
    this.run.disabled = runtime === undefined
    this.#stop.disabled = !isRunning
    this.#reset.disabled = !isEdited && record === undefined
    this.#address.draw(record)
    this.#clients.draw(clients, clientLimit(style, runtime ?? 'simulated'))
    this.#latency.draw(latency, { most: LATENCY_MOST })
    this.#modes.draw()
    this.#runtimes.draw()
    this.#drawEdits()
  }

  #compose(): HTMLElement {
    const actions = element(
      'div',
      { class: 'actions' },
      this.run,
      this.#stop,
      this.#address.root,
      this.#reset,
      this.#edits,
      this.#modes.root,
    )
    const dials = element(
      'div',
      { class: 'settings' },
      this.#clients.root,
      this.#latency.root,
      this.#runtimes.root,
    )
    return element('div', { class: 'dials', role: 'group', 'aria-label': 'How to run it' }, actions, dials)
  }

  #modeChoice(group: string): Choice {
    return new Choice({
      group,
      legend: 'Ends',
      options: { burst: 'Burst', open: 'Open' } satisfies Record<RunRequest['mode'], string>,
      get: () => this.#session.settings.mode,
      set: (mode) => this.#session.set({ mode: mode === 'open' ? 'open' : 'burst' }),
      refusal: (mode) => (mode === 'open' ? openRefusal(this.#session.settings.runtime) : undefined),
    })
  }

  #runtimeChoice(group: string): Choice {
    return new Choice({
      group,
      legend: 'Runs on',
      options: Object.fromEntries(this.#session.runtimes.map((name) => [name, RUNTIME_LABELS[name]])),
      get: () => this.#session.settings.runtime,
      set: (runtime) => this.#session.set({ runtime: runtime as RuntimeName }),
    })
  }

  /** Buttons that stay the same stay in place, or a press on one would take the focus away. */
  #drawEdits(): void {
    const { edits, appliedEdit } = this.#session
    // Another style's edit may have the same name.
    const names = edits.map(({ name, style }) => `${style} ${name}`).join(', ')
    if (this.#edits.getAttribute('data-edits') !== names) {
      this.#edits.setAttribute('data-edits', names)
      this.#edits.replaceChildren(
        ...edits.map((edit) => {
          const made = button(edit.label, 'edit', () => this.#session.apply(edit))
          made.setAttribute('data-edit', edit.name)
          return made
        }),
      )
    }
    for (const made of this.#edits.querySelectorAll('button'))
      made.disabled = made.getAttribute('data-edit') === appliedEdit?.name
  }
}

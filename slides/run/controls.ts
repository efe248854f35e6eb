/** Run, Stop, Reset and the dials. Native inputs throughout: they work with keys, touch and screen readers. */
import type { RuntimeName } from '../../server/run.ts'
import { button, element } from '../element.ts'
import { type ClientLimit, clientLimit, LATENCY_MOST } from './limits.ts'
import { RUNTIME_LABELS } from './runners.ts'
import type { Session } from './session.ts'

/** The bar under the code. `id` makes its names unique in the page. */
export class Controls {
  readonly root: HTMLElement
  readonly run: HTMLButtonElement
  readonly #session: Session
  readonly #stop: HTMLButtonElement
  readonly #reset: HTMLButtonElement
  readonly #clients: Dial
  readonly #latency: Dial
  readonly #choices: Choice[]

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
    this.#choices = [this.#modes(id), this.#runtimes(id)]
    this.root = element(
      'div',
      { class: 'dials', role: 'group', 'aria-label': 'How to run it' },
      element('div', { class: 'actions' }, this.run, this.#stop, this.#reset),
      this.#clients.root,
      this.#latency.root,
      ...this.#choices.map((choice) => choice.root),
    )
    this.draw()
  }

  draw(): void {
    const { style, runtime, clients, latency } = this.#session.settings
    const limit = clientLimit(style, runtime ?? 'simulated')
    this.run.disabled = runtime === undefined
    this.#stop.disabled = !this.#session.isRunning
    this.#reset.disabled = !this.#session.isEdited && this.#session.record === undefined
    this.#clients.draw(clients, limit)
    this.#latency.draw(latency, { most: LATENCY_MOST })
    for (const choice of this.#choices) choice.draw()
  }

  #modes(id: string): Choice {
    const options = { burst: 'Burst', open: 'Open' }
    return new Choice(`${id}-mode`, 'Ends', options, {
      get: () => this.#session.settings.mode,
      set: (mode) => this.#session.set({ mode: mode === 'open' ? 'open' : 'burst' }),
    })
  }

  #runtimes(id: string): Choice {
    const options = Object.fromEntries(this.#session.runtimes.map((name) => [name, RUNTIME_LABELS[name]]))
    return new Choice(`${id}-runtime`, 'Runs on', options, {
      get: () => this.#session.settings.runtime,
      set: (runtime) => this.#session.set({ runtime: runtime as RuntimeName }),
    })
  }
}

/** A slider with its name and value. */
class Dial {
  readonly root: HTMLElement
  readonly #input: HTMLInputElement
  readonly #value = element('output')
  readonly #unit: string

  constructor(
    name: string,
    scale: { least: number; most: number; step: number; unit: string },
    turn: (value: number) => void,
  ) {
    this.#unit = scale.unit
    this.#input = element('input', {
      type: 'range',
      min: String(scale.least),
      max: String(scale.most),
      step: String(scale.step),
      'aria-label': name,
      'data-test': name.toLowerCase(),
    })
    this.#input.addEventListener('input', () => turn(this.#input.valueAsNumber))
    this.root = element(
      'label',
      { class: 'dial', 'data-wide': scale.unit !== '' },
      element('span', {}, `${name} `, this.#value),
      this.#input,
    )
  }

  draw(value: number, { most, note = '', reason = '' }: ClientLimit): void {
    this.#input.max = String(most)
    this.#input.valueAsNumber = value
    this.#input.setAttribute('aria-valuetext', `${value}${this.#unit}`)
    this.#value.textContent = `${value}${this.#unit}`
    this.root.title = reason
    this.root.setAttribute('data-note', note)
    this.#input.setAttribute('aria-description', reason)
  }
}

/** A few options of which one holds, as radio buttons that look like a switch. */
class Choice {
  readonly root: HTMLElement
  readonly #inputs: HTMLInputElement[]
  readonly #get: () => string | undefined

  constructor(
    group: string,
    legend: string,
    options: Record<string, string>,
    value: { get: () => string | undefined; set: (value: string) => void },
  ) {
    this.#get = value.get
    const names = Object.keys(options)
    this.#inputs = names.map((name) =>
      element('input', { type: 'radio', name: group, value: name, 'data-test': name }),
    )
    for (const input of this.#inputs) input.addEventListener('change', () => value.set(input.value))
    const labels = this.#inputs.map((input, index) =>
      element('label', {}, input, element('span', {}, options[names[index]!] ?? '')),
    )
    this.root = element('fieldset', { class: 'choice' }, element('legend', {}, legend), ...labels)
  }

  draw(): void {
    for (const input of this.#inputs) input.checked = input.value === this.#get()
  }
}

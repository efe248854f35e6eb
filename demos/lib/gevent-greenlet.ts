/** gevent's Greenlet (22.10.2): started by the hub, waited for by anybody. */
import { context } from 'context'
import { getHub, Waiter } from 'gevent-hub'
import { OutcomeGreenlet } from 'gevent-outcome'
import { GreenletExit } from 'greenlet'
import { raisable } from 'greenlet-errors'
import { called } from 'keywords'

type Target = (...args: never[]) => unknown

/** What will start it: a callback or a timer of the loop. */
interface StartEvent {
  readonly pending: boolean
  stop(): void
}

const CANCELLED: StartEvent = { pending: false, stop() {} }
const COMPLETED: StartEvent = { pending: false, stop() {} }

/**
 * A function that runs when its turn comes, with the hub as its parent
 * (gevent 22.10.2). What it returns or throws stays in it until somebody
 * asks; an error is printed too. Times are ms.
 *
 * ```ts greenlets
 * import { sleep, spawn } from 'gevent'
 *
 * function add(a: number, b: number) {
 *   sleep(10)
 *   return a + b
 * }
 *
 * export function main() {
 *   const greenlet = spawn(add, 1, 2)
 *   console.log(greenlet.started, greenlet.get()) // true 3
 * }
 * ```
 */
export class Greenlet extends OutcomeGreenlet {
  readonly #target: Target
  readonly #args: unknown[]
  #start: StartEvent | undefined
  #request = 0

  constructor(target: Target, ...args: unknown[]) {
    super(null, getHub())
    if (typeof target !== 'function')
      throw new TypeError(
        'The run argument or self._run must be callable',
      )
    this.#target = target
    this.#args = args
    this.run = () => this.#main()
  }

  static spawn(target: Target, ...args: unknown[]): Greenlet {
    const one = new Greenlet(target, ...args)
    one.start()
    return one
  }

  static spawnLater(
    ms: number,
    target: Target,
    ...args: unknown[]
  ): Greenlet {
    const one = new Greenlet(target, ...args)
    one.startLater(ms)
    return one
  }

  /** It runs when the current greenlet waits, and others before it have. */
  start(): void {
    if (this.#start) return
    this.#request = context.request
    this.#start = getHub().loop.runCallback(this.switch.bind(this))
  }

  /** It runs so many ms later. */
  startLater(ms: number): void {
    if (this.#start) return
    this.#request = context.request
    const timer = getHub().loop.timer(ms)
    this.#start = timer
    timer.start(this.switch.bind(this))
  }

  /** Whether it's to run or runs: Python's `bool(g)`. */
  override get started(): boolean {
    return this.#start !== undefined && this.ended === undefined
  }

  override get active(): boolean {
    return this.started
  }

  override get dead(): boolean {
    const start = this.#start
    if (!start || start === COMPLETED) return super.dead
    return !start.pending
  }

  /** Only for the hub: nobody resumes whoever calls it elsewhere. */
  override throw(error: unknown = new GreenletExit()): unknown {
    if (this.cancelBefore(error)) return undefined
    return super.throw(error)
  }

  /** Raises an error in it, and waits until it is over. */
  override kill(
    exception: unknown = new GreenletExit(),
    block = true,
    timeout: number | null = null,
  ): void {
    if (this.cancelBefore(exception)) return
    const waiter = block ? new Waiter() : undefined
    getHub().loop.runCallback(() => {
      this.throw(exception)
      waiter?.switch()
    })
    waiter?.get()
    if (block) this.join(timeout)
  }

  /** Ends it with an error if it didn't run yet; whether it's over now. */
  cancelBefore(error: unknown): boolean {
    this.#start ??= CANCELLED
    this.#start.stop()
    const unstarted = this.dead && this.ended === undefined
    if (unstarted) this.fail(raisable(error))
    return this.dead
  }

  override toString(): string {
    const id = `0x${this.id.toString(16)}`
    const args = this.#args.map(shown).join(', ')
    const name = this.#target.name + (args && `(${args})`)
    return `<${this.constructor.name} at ${id}: ${name}>`
  }

  #main(): void {
    this.#start?.stop()
    this.#start = COMPLETED
    context.request = this.#request
    try {
      const args = called(this.#args) as never[]
      const value = this.#target(...args)
      this.endWith(value === undefined ? null : value)
    } catch (error) {
      this.fail(error)
    }
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  const object = typeof value === 'object' && value !== null
  return object ? `<${value.constructor?.name}>` : String(value)
}

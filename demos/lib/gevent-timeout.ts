/** gevent's Timeout (22.10.2): an error that comes at its time. */
import { AssertionError } from 'assertion-error'
import { getHub } from 'gevent-hub'
import { getcurrent } from 'greenlet'

/** What is raised: an error or a class, or the timeout with a text. */
type Raised = Error | (new () => Error) | string | false | null

/**
 * Raises itself (or `exception`) in the greenlet that started it, `ms`
 * later, unless it is cancelled before: wherever that greenlet waits then,
 * but never while it computes. `null` ms never comes; `false` as exception
 * makes `Timeout.run` silent. Where gevent 22.10.2 has seconds, these are ms.
 *
 * ```ts greenlets
 * import { sleep, Timeout } from 'gevent'
 *
 * export function main() {
 *   try {
 *     Timeout.run(20, () => sleep(1000))
 *   } catch (error) {
 *     console.log(error instanceof Timeout, String(error))
 *   }
 * }
 * ```
 */
export class Timeout extends Error {
  override name = 'Timeout'
  readonly ms: number | null
  readonly exception: Raised
  readonly #timer

  constructor(ms: number | null = null, exception: Raised = null) {
    super(textOf(ms, exception))
    this.ms = ms
    this.exception = exception
    const how = { late: true }
    this.#timer = ms === null ? null : getHub().loop.timer(ms, how)
  }

  /**
   * Makes one and starts it; `null` ms gives one that never comes. One
   * that is there already is started unless it is pending.
   */
  static startNew(
    ms: number | Timeout | null = null,
    exception: Raised = null,
  ): Timeout {
    const made = ms instanceof Timeout
    const timeout = made ? ms : new Timeout(ms, exception)
    if (!timeout.pending) timeout.start()
    return timeout
  }

  /** Python's `with Timeout(…):` around a function. */
  static run<T>(
    ms: number | null,
    action: (timeout: Timeout) => T,
    exception: Raised = null,
  ): T | undefined {
    const timeout = Timeout.startNew(ms, exception)
    try {
      return action(timeout)
    } catch (error) {
      if (error !== timeout || exception !== false) throw error
      return undefined
    } finally {
      timeout.cancel()
    }
  }

  /** Whether it will come. */
  get pending(): boolean {
    return this.#timer?.pending ?? false
  }

  start(): void {
    if (this.pending)
      throw new AssertionError(
        `${this} is already started; to restart it, cancel it first`,
      )
    const { exception } = this
    const own = !exception || typeof exception === 'string'
    const greenlet = getcurrent()
    const raised = own ? this : exception
    this.#timer?.start(greenlet.throw.bind(greenlet), raised)
  }

  /** It won't come, unless it is started again. */
  cancel(): void {
    this.#timer?.stop()
  }

  close(): void {
    this.cancel()
  }
}

function textOf(ms: number | null, exception: Raised): string {
  if (ms === null) return ''
  const seconds = `${ms / 1000} second${ms === 1000 ? '' : 's'}`
  if (exception === null) return seconds
  if (exception === false) return `${seconds} (silent)`
  return `${seconds}: ${shown(exception)}`
}

function shown(exception: Exclude<Raised, false | null>): string {
  if (typeof exception === 'function') return exception.name
  return exception instanceof Error ? exception.message : exception
}

/** Calls a function, for `ms` at most; then Timeout, or this value. */
export function withTimeout<T>(
  ms: number | null,
  action: () => T,
  ...timeoutValue: [T?]
): T | undefined {
  const timeout = Timeout.startNew(ms)
  try {
    return action()
  } catch (error) {
    const expected = error === timeout && timeoutValue.length > 0
    if (!expected) throw error
    return timeoutValue[0]
  } finally {
    timeout.cancel()
  }
}

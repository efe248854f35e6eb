/** What the callbacks of one generator have brought, by their keys. */
import {
  KeyReuseError,
  LeakedCallbackError,
  shown,
  UnknownKeyError,
} from 'gen-errors'

/**
 * Keys that are pending, and the results that have come (Tornado 2.4.1).
 * A result that comes once more when it was taken already stays, and is
 * found by whoever uses its key again.
 */
export class Results {
  readonly #pending = new Set<unknown>()
  readonly #results = new Map<unknown, unknown>()

  register(key: unknown): void {
    if (this.#pending.has(key))
      throw new KeyReuseError(`key ${shown(key)} is already pending`)
    this.#pending.add(key)
  }

  set(key: unknown, result: unknown): void {
    this.#results.set(key, result)
  }

  has(key: unknown): boolean {
    if (!this.#pending.has(key))
      throw new UnknownKeyError(`key ${shown(key)} is not pending`)
    return this.#results.has(key)
  }

  /** Takes the result; the key is free again. */
  take(key: unknown): unknown {
    const result = this.#results.get(key)
    this.#pending.delete(key)
    this.#results.delete(key)
    return result
  }

  /** Throws if somebody was to be called back and nobody waited. */
  checkLeaks(): void {
    if (this.#pending.size === 0) return
    const keys = [...this.#pending].map(shown).join(', ')
    throw new LeakedCallbackError(
      `finished without waiting for callbacks {${keys}}`,
    )
  }
}

/** A query of Motor. */
import type { Cursor } from 'green/pymongo'
import { asynchronize } from 'motor-asynchronize'
import { checked } from 'motor-callback'
import { MotorCommandCursor } from 'motor-command-cursor'
import type { EachCallback } from 'motor-each'
import { tailCursor } from 'motor-tail'
import { InvalidOperation } from 'pymongo-errors'

/** The arguments of a method of the driver's cursor. */
type Of<Name extends 'sort' | 'project' | 'hint'> = Parameters<
  Cursor[Name]
>

/**
 * A query; nothing is sent before its first document is wanted. Throws
 * InvalidOperation if it's changed after that (Motor 0.1).
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * const loop = IOLoop.instance()
 * const matches = new MotorClient().db('worldcup').collection('matches')
 *
 * export function main() {
 *   matches.find({ teamA: 'Brazil' }).limit(3).each((match, error) => {
 *     if (error) throw error
 *     if (match) console.log(match.teamB)
 *     else loop.stop()
 *   })
 *   loop.start()
 * }
 * ```
 */
export class MotorCursor extends MotorCommandCursor<Cursor> {
  sort(...keys: Of<'sort'>): this {
    return this.#with(this.delegate.sort(...keys))
  }

  limit(limit: number): this {
    return this.#with(this.delegate.limit(limit))
  }

  skip(skip: number): this {
    return this.#with(this.delegate.skip(skip))
  }

  project(...projection: Of<'project'>): this {
    return this.#with(this.delegate.project(...projection))
  }

  batchSize(batchSize: number): this {
    return this.#with(this.delegate.batchSize(batchSize))
  }

  hint(...hint: Of<'hint'>): this {
    return this.#with(this.delegate.hint(...hint))
  }

  tailable(tailable = true): this {
    return this.#with(this.delegate.tailable(tailable))
  }

  awaitData(awaitData = true): this {
    return this.#with(this.delegate.awaitData(awaitData))
  }

  maxAwaitTimeMS(ms: number): this {
    return this.#with(this.delegate.maxAwaitTimeMS(ms))
  }

  /** The documents from one index to before another: skip and limit. */
  slice(from?: number, to?: number): this {
    this.#checkNotStarted()
    return this.#with(this.delegate.slice(from, to))
  }

  /** Only the document at an index, behind those that are skipped. */
  at(index: number): this {
    this.#checkNotStarted()
    if (!Number.isInteger(index)) {
      const rule = 'cannot be applied to MotorCursor instances'
      throw new TypeError(`index ${String(index)} ${rule}`)
    }
    return this.slice(this.delegate.skipped + index).limit(-1)
  }

  /** The same query, not begun. */
  clone(): MotorCursor {
    const delegate = $run(this.delegate.clone(), 'clone')
    return new MotorCursor(delegate, this.manner)
  }

  /** As if it hadn't begun: it asks again. */
  rewind(): this {
    this.started = false
    return this.#with(this.delegate.rewind())
  }

  get count() {
    const count = (...args: Parameters<Cursor['count']>) =>
      this.delegate.count(...args)
    return asynchronize(count, this.manner, 'count')
  }

  get distinct() {
    const distinct = (key: string) => this.delegate.distinct(key)
    return asynchronize(distinct, this.manner, 'distinct')
  }

  get explain() {
    const explain = () => this.delegate.explain()
    return asynchronize(explain, this.manner, 'explain')
  }

  /**
   * Goes on for ever with what comes into a capped collection. Throws
   * InvalidOperation if the cursor has started.
   */
  tail(callback: EachCallback): this {
    checked(callback)
    this.#checkNotStarted()
    this.tailable().awaitData()
    tailCursor(this, callback)
    return this
  }

  protected override isTail(): boolean {
    return $run(this.delegate.isTail(), 'isTail')
  }

  #checkNotStarted(): void {
    if (!this.started) return
    throw new InvalidOperation('MotorCursor already started')
  }

  #with(delegate: Cursor): this {
    $run(delegate, 'cursor')
    return this
  }
}

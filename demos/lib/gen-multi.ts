/** Several things to wait for at once, in a list or by name. */
import { Future } from 'future'
import { BadYieldError, shown } from 'gen-errors'
import { fromPromise } from 'gen-future'

/** Things in a list, or by name. */
export type Collection = readonly unknown[] | Record<string, unknown>

/** Lists and plain objects; objects of a class are no dictionaries. */
export function isCollection(value: unknown): value is Collection {
  if (typeof value !== 'object' || value === null) return false
  return (
    Array.isArray(value) ||
    Object.getPrototypeOf(value) === Object.prototype
  )
}

/**
 * Calls all of them for their results, which come as the children did:
 * in order, or by name. Raises the first error, and logs the others.
 */
function gather(
  children: Collection,
  getters: readonly (() => unknown)[],
): unknown {
  const errors: unknown[] = []
  const results = getters.map((get) => {
    try {
      return get()
    } catch (error) {
      errors.push(error)
      return undefined
    }
  })
  for (const error of errors.slice(1))
    console.error('Multiple exceptions in yield list:', error)
  if (errors.length > 0) throw errors[0]
  return shapedAs(children, results)
}

/** The results in a list or by name, as the children were. */
export function shapedAs(children: Collection, results: unknown[]) {
  if (Array.isArray(children)) return results
  const names = Object.keys(children)
  return Object.fromEntries(names.map((name, i) => [name, results[i]]))
}

/**
 * A future for all futures, promises and collections in there; its
 * result has the shape of `children`. If several fail, the first error is
 * raised, and the others are logged (Tornado 6.2).
 */
export function multi(children: Collection): Future<unknown> {
  const futures = Object.values(children).map(toFuture)
  const all = new Future<unknown>()
  const pending = new Set(futures.filter((future) => !future.done()))
  const finish = () => {
    if (pending.size > 0) return
    try {
      const getters = futures.map((future) => () => future.result())
      all.setResult(gather(children, getters))
    } catch (error) {
      all.setException(error)
    }
  }
  for (const future of pending)
    future.addDoneCallback(() => {
      pending.delete(future)
      finish()
    })
  finish()
  return all
}

/** A future of anything that can be awaited; else BadYieldError. */
export function toFuture(value: unknown): Future<unknown> {
  if (value instanceof Future) return value
  if (value instanceof Promise) return fromPromise(value)
  if (isCollection(value)) return multi(value)
  throw new BadYieldError(`yielded unknown object ${shown(value)}`)
}

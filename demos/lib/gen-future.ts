/** Futures and promises as things that a generator waits for. */
import { Future } from 'future'
import { type Waiter, YieldPoint } from 'gen-yield-points'

/** Waits for a future: Tornado 3.0; one that is done costs no turn: 6.2. */
export class YieldFuture extends YieldPoint {
  readonly #future: Future

  constructor(future: Future) {
    super()
    this.#future = future
  }

  start(runner: Waiter): void {
    if (this.isReady()) return
    this.#future.addDoneCallback(() => runner.run())
  }

  isReady(): boolean {
    return this.#future.done()
  }

  getResult(): unknown {
    return this.#future.result()
  }
}

/** A future with what becomes of the promise of an async function. */
export function fromPromise<T>(promise: PromiseLike<T>): Future<T> {
  const future = new Future<T>()
  promise.then(
    (value) => future.setResult(value),
    (error: unknown) => future.setException(error),
  )
  return future
}

/** What `source` comes to, also comes to `copy`, unless that is done. */
export function chainFuture<T>(source: Future<T>, copy: Future<T>) {
  whenDone(source, () => {
    if (copy.done()) return
    const error = source.exception()
    if (error === undefined) copy.setResult(source.result())
    else copy.setException(error)
  })
}

/** Calls back at once if the future is done. */
export function whenDone<T>(
  future: Future<T>,
  callback: () => void,
): void {
  if (future.done()) callback()
  else future.addDoneCallback(callback)
}

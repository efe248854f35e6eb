/** Waiting for time to pass, or just for the loop to go round once. */
import { Future } from 'future'
import { type Waiter, YieldPoint } from 'gen-yield-points'
import { IOLoop } from 'ioloop'
import { stand } from 'os'

/** A future that is done after so many ms (Tornado 4.1). */
export function sleep(ms: number): Future<void> {
  stand()
  const future = new Future<void>()
  IOLoop.instance().addTimeout(ms, () => {
    if (!future.done()) future.setResult()
  })
  return future
}

/** `yield moment` lets the loop go round once (Tornado 4.0). */
export const moment = {
  // biome-ignore lint/suspicious/noThenProperty: it can be awaited, too
  then(resolve: () => void): void {
    IOLoop.instance().addCallback(resolve)
  },
}

/** What a generator that has yielded `moment` waits for. */
export class NextTurn extends YieldPoint {
  #ready = false

  start(runner: Waiter): void {
    IOLoop.instance().addCallback(() => {
      this.#ready = true
      runner.run()
    })
  }

  isReady(): boolean {
    return this.#ready
  }

  getResult(): void {}
}

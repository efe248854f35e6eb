/** What `yield cursor.fetchNext` waits for. */
import { Future } from 'future'
import { type Waiter, YieldPoint } from 'gen-yield-points'
import type { MotorCommandCursor } from 'motor-command-cursor'

/**
 * Whether there's a next document; asks the database only if the buffer
 * is empty. Raises the driver's errors at the yield (Motor 0.1).
 *
 * ```ts async
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * const matches = new MotorClient().db('worldcup').collection('matches')
 *
 * async function show() {
 *   const cursor = matches.find({ teamA: 'Brazil' })
 *   while (await cursor.fetchNext) console.log(cursor.nextObject())
 * }
 *
 * export function main() {
 *   IOLoop.instance().runSync(show)
 * }
 * ```
 */
export class FetchNext extends YieldPoint {
  readonly #cursor: MotorCommandCursor
  #ready = false
  #error: unknown

  constructor(cursor: MotorCommandCursor) {
    super()
    this.#cursor = cursor
  }

  start(runner: Pick<Waiter, 'run'>): void {
    const cursor = this.#cursor
    this.#ready = cursor.bufferSize() > 0 || !cursor.alive
    if (this.#ready) return
    cursor.getMore((_count, error) => {
      this.#error = error
      this.#ready = true
      runner.run()
    })
  }

  isReady(): boolean {
    return this.#ready
  }

  getResult(): boolean {
    if (this.#error) throw this.#error
    return this.#cursor.bufferSize() > 0
  }

  /** What `await` calls. */
  // biome-ignore lint/suspicious/noThenProperty: it is awaited
  then(
    resolve: (more: boolean) => void,
    reject: (error: unknown) => void,
  ): void {
    const future = new Future<boolean>()
    const settle = () => {
      if (this.#error) future.setException(this.#error)
      else future.setResult(this.getResult())
    }
    this.start({ run: settle })
    if (this.#ready) settle()
    future.then(resolve, reject)
  }
}

/** Counters: a number that all threads see. */
import { newName, tagged, travels } from 'shared'
import { enter } from 'syscall'

/**
 * A number that threads of all processes share, as `multiprocessing.Value`
 * is (Python 3.10). `add` changes it in one go; between `get` and `set`
 * others may have their turn: that takes a Lock.
 *
 * ```ts threads
 * import { Counter } from 'counter'
 * import { Thread } from 'thread'
 *
 * const visits = new Counter()
 *
 * export function visit() {
 *   visits.add(1)
 * }
 *
 * export function main() {
 *   const threads = [1, 2, 3].map(() => new Thread(visit))
 *   for (const thread of threads) thread.start()
 *   for (const thread of threads) thread.join()
 *   console.log(visits.get())
 * }
 * ```
 */
export class Counter {
  readonly name: string

  constructor(name = newName('counter')) {
    this.name = name
  }

  get(): number {
    return this.add(0)
  }

  set(value: number): void {
    enter('store', { object: this.name, value }, false)
  }

  /** Adds, and answers the sum. */
  add(amount = 1): number {
    return enter('add', { object: this.name, amount }, false).value
  }

  toJSON(): object {
    return tagged('Counter', this.name)
  }
}

travels('Counter', (name: string) => new Counter(name))

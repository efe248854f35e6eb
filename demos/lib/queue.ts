/** Queues: how values go from thread to thread. */
import {
  inTime,
  newName,
  received,
  sent,
  tagged,
  travels,
} from 'shared'
import { enter } from 'syscall'
import { Empty, Full } from 'thread-errors'

export { Empty, Full } from 'thread-errors'

/**
 * First in, first out, as `queue.Queue` is (Python 3.10), for threads of
 * all processes. Values are JSON, locks, queues and counters, and sockets
 * within a process. `maxsize` 0 is no limit but the kernel's. Times are ms.
 *
 * ```ts threads
 * import { Queue } from 'queue'
 * import { Thread } from 'thread'
 *
 * export function work(orders: Queue<string>) {
 *   console.log(orders.get())
 * }
 *
 * export function main() {
 *   const orders = new Queue<string>()
 *   const thread = new Thread(work, orders)
 *   thread.start()
 *   orders.put('soup')
 *   thread.join()
 * }
 * ```
 */
export class Queue<T = unknown> {
  readonly maxsize: number
  readonly name: string

  constructor(maxsize = 0, name = newName('queue')) {
    this.maxsize = maxsize
    this.name = name
  }

  /** Waits for room; Full if there is none for `timeout` ms. */
  put(value: T, timeout = -1): void {
    const json = sent({ value }, 'what a queue takes')
    const { name: object, maxsize: limit } = this
    const call = { object, limit, value: JSON.parse(json), timeout }
    if (!inTime(() => enter('put', call, true))) throw new Full()
  }

  /** Waits for a value; Empty if there is none for `timeout` ms. */
  get(timeout = -1): T {
    const call = { object: this.name, timeout }
    let taken: unknown
    const there = inTime(() => {
      taken = enter('take', call, true).value
    })
    if (!there) throw new Empty()
    return (received(JSON.stringify(taken)) as { value: T }).value
  }

  /** `put`, but Full at once if there's no room. */
  putNowait(value: T): void {
    this.put(value, 0)
  }

  /** `get`, but Empty at once if there's nothing. */
  getNowait(): T {
    return this.get(0)
  }

  /** How many values lie in it. */
  qsize(): number {
    return enter('size', { object: this.name }, false).size
  }

  empty(): boolean {
    return this.qsize() === 0
  }

  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize
  }

  toJSON(): object {
    return tagged('Queue', this.maxsize, this.name)
  }
}

travels('Queue', (maxsize: number, name: string) => {
  return new Queue(maxsize, name)
})

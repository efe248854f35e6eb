/** A pool of threads: so many, however much there is to do. */
import { context } from 'context'
import { Queue } from 'queue'
import * as remote from 'remote-call'
import { Thread } from 'thread'

interface Task {
  index: number
  /** On whose behalf. */
  request: number
  target: string
  args: unknown[]
}

interface Result {
  index: number
  value?: unknown
  error?: string
}

/**
 * So many threads that call exported functions of the program, one call
 * each at a time, as `multiprocessing.pool.ThreadPool` does (Python 3.10).
 * Arguments and results are JSON or shared. One caller at a time.
 *
 * ```ts threads
 * import { ThreadPool } from 'thread-pool'
 *
 * export function square(n: number) {
 *   return n * n
 * }
 *
 * export function main() {
 *   const pool = new ThreadPool(2)
 *   console.log(pool.map(square, [1, 2, 3]))
 *   pool.close()
 * }
 * ```
 */
export class ThreadPool {
  readonly size: number
  readonly #tasks = new Queue<Task | null>()
  readonly #results = new Queue<Result>()
  readonly #threads: Thread[] = []

  /** The threads start with the first call. */
  constructor(size = 4) {
    this.size = size
  }

  /** Calls the function with each value; the results in their order. */
  map(target: remote.Target, values: readonly unknown[]): unknown[] {
    return this.#run(
      target,
      values.map((value) => [value]),
    )
  }

  /** One call, and what came of it. */
  apply(target: remote.Target, ...args: unknown[]): unknown {
    return this.#run(target, [args])[0]
  }

  /** Ends the threads when they have done all there is, and waits. */
  close(): void {
    for (const _thread of this.#threads) this.#tasks.put(null)
    for (const thread of this.#threads.splice(0)) thread.join()
  }

  #run(target: remote.Target, calls: unknown[][]): unknown[] {
    remote.assertFound(target)
    while (this.#threads.length < this.size) this.#start()
    const { request } = context
    for (const [index, args] of calls.entries())
      this.#tasks.put({ index, request, target: target.name, args })
    const results = calls.map(() => this.#results.get())
    const failed = results.find(({ error }) => error !== undefined)
    if (failed) throw new Error(failed.error)
    results.sort((one, other) => one.index - other.index)
    return results.map(({ value }) => value)
  }

  #start(): void {
    const thread = new Thread($poolWork, this.#tasks, this.#results)
    thread.start()
    this.#threads.push(thread)
  }
}

/** What a thread of a pool does until it gets nothing more to do. */
function $poolWork(
  tasks: Queue<Task | null>,
  results: Queue<Result>,
): void {
  for (let task = tasks.get(); task; task = tasks.get()) {
    const { index, request, target, args } = task
    context.request = request
    try {
      results.put({ index, value: remote.named(target)(...args) })
    } catch (error) {
      results.put({ index, error: String(error) })
    }
    context.request = 0
  }
}

remote.offer($poolWork)

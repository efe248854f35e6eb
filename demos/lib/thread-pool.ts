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
  /** Where the result goes. */
  results: Queue<Result>
}

interface Result {
  index: number
  value?: unknown
  error?: { name: string; message: string }
}

/**
 * So many threads that call exported functions of the program, one call
 * each at a time, as `multiprocessing.pool.ThreadPool` does (Python 3.10).
 * Arguments and results are JSON or shared.
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
  readonly #threads: Thread[] = []

  /** The threads start with the first call. RangeError without any. */
  constructor(size = 4) {
    if (!(size >= 1))
      throw new RangeError('Number of processes must be at least 1')
    this.size = size
  }

  /**
   * Calls the function with each value: the results in their order, or the
   * first error.
   */
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
    const results = new Queue<Result>()
    const task = {
      request: context.request,
      target: target.name,
      results,
    }
    for (const [index, args] of calls.entries())
      this.#tasks.put({ ...task, index, args })
    const done = calls.map(() => results.get())
    const error = done.find(({ error }) => error)?.error
    if (error) throw Object.assign(new Error(), error)
    done.sort((one, other) => one.index - other.index)
    return done.map(({ value }) => value)
  }

  #start(): void {
    const thread = new Thread($poolWork, this.#tasks)
    thread.start()
    this.#threads.push(thread)
  }
}

/** What a thread of a pool does until it gets nothing more to do. */
function $poolWork(tasks: Queue<Task | null>): void {
  for (let task = tasks.get(); task; task = tasks.get()) {
    const { index, request, target, args, results } = task
    context.request = request
    try {
      results.put({ index, value: remote.named(target)(...args) })
    } catch (error) {
      const { name, message } =
        error instanceof Error ? error : new Error(String(error))
      results.put({ index, error: { name, message } })
    }
    context.request = 0
  }
}

remote.offer($poolWork)

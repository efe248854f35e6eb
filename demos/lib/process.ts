/** Processes: they share a door at most, and compute side by side. */
import * as os from 'os'
import * as remote from 'remote-call'
import { RuntimeError } from 'thread-errors'

/**
 * A process, as `multiprocessing.Process` is one (Python 3.10): it has
 * descriptors and a CPU of its own, as long as there are cores (4). It runs
 * an exported function of the program. Sockets among the arguments are
 * open in both, so several processes can accept at one door. What it
 * returns comes from `join`. Times are ms.
 *
 * ```ts threads
 * import { Process } from 'process'
 *
 * export function sum(last: number) {
 *   let sum = 0
 *   for (let n = 1; n <= last; n += 1) sum += n
 *   return sum
 * }
 *
 * export function main() {
 *   const halves = [new Process(sum, 1000), new Process(sum, 2000)]
 *   for (const process of halves) process.start()
 *   console.log(halves.map((process) => process.join()))
 * }
 * ```
 */
export class Process {
  readonly target: remote.Target
  readonly args: unknown[]
  /** `Process-1` and so on, until somebody gives another. */
  name: string
  readonly #path: string
  #id = 0

  constructor(target: remote.Target, ...args: unknown[]) {
    this.target = target
    this.args = args
    this.#path = remote.newPath('Process')
    this.name = this.#path
  }

  /** RuntimeError the second time. */
  start(): void {
    if (this.#id > 0)
      throw new RuntimeError('cannot start a process twice')
    const { target, name, args } = this
    const call = remote.packed(target, { path: this.#path, name, args })
    this.#id = os.fork(target.name, call, remote.socketsIn(call))
  }

  /** Waits for its end, `timeout` ms at most; what it has returned. */
  join(timeout = -1): unknown {
    if (this.#id === 0)
      throw new RuntimeError('can only join a started process')
    return remote.joined(this.#id, timeout)
  }

  /** Whether it has started and is not over. */
  isAlive(): boolean {
    return this.#id > 0 && remote.isAlive(this.#id)
  }
}

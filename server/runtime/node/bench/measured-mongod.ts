/** A database process whose CPU time is measured while clients ask it. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Command, MongoLoad } from './mongo-load.ts'

/** What answers: our database, or mingo in its place. */
export type Engine = 'ours' | 'mingo'

/** What is asked, and how often. */
export interface Work {
  count: number
  clients: number
  command: (index: number) => Command
}

/** Repetitions that count, and those before them, in which the engine finds out what is worth compiling. */
const REPETITIONS = 3
const WARM_UP = 5

export class MeasuredMongod {
  readonly #child: ChildProcess
  readonly #port: number

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.#port = port
  }

  /** Starts it with nothing in it. Close it. */
  static async start(bundle: URL, engine: Engine): Promise<MeasuredMongod> {
    const child = fork(fileURLToPath(new URL('./bench-mongod-worker.mjs', bundle)), [engine])
    const [port] = (await Promise.race([once(child, 'message'), failed(child, engine)])) as [number]
    return new MeasuredMongod(child, port)
  }

  /** Asks without measuring. */
  async ask(count: number, command: Work['command']): Promise<void> {
    const load = await MongoLoad.open(this.#port, 1)
    await load.ask(count, command)
    load.close()
  }

  /** CPU time of the process for one command, µs: protocol and sockets included. */
  async cpu({ count, clients, command }: Work): Promise<number[]> {
    const load = await MongoLoad.open(this.#port, clients)
    const values: number[] = []
    for (let repetition = 0; repetition < WARM_UP + REPETITIONS; repetition += 1) {
      const before = await this.#cpuTime()
      await load.ask(count, (index) => command(repetition * count + index))
      values.push(((await this.#cpuTime()) - before) / count)
    }
    load.close()
    return values.slice(WARM_UP)
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.disconnect()
    await gone
  }

  async #cpuTime(): Promise<number> {
    const told = once(this.#child, 'message')
    this.#child.send('cpu')
    const [time] = (await told) as [number]
    return time
  }
}

async function failed(child: ChildProcess, engine: Engine): Promise<never> {
  await once(child, 'exit')
  throw new Error(`the measured database (${engine}) did not start`)
}

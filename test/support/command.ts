/** A command of ours as a person starts it, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PROJECT } from '../../server/build-cache.mjs'

/** A process that runs: what it has said, and ways to wait for more. */
export class Command {
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown[]>
  #out = ''
  #err = ''

  /** Starts `node server/launch.mjs` with these words. */
  constructor(...words: string[]) {
    const env = { ...process.env, CI: 'true' }
    this.#child = spawn(process.execPath, [join(PROJECT, 'server', 'launch.mjs'), ...words], { env })
    this.#exited = once(this.#child, 'exit')
    this.#child.stdout?.on('data', (chunk) => {
      this.#out += chunk
    })
    this.#child.stderr?.on('data', (chunk) => {
      this.#err += chunk
    })
  }

  get pid(): number {
    return this.#child.pid!
  }

  get out(): string {
    return this.#out
  }

  get err(): string {
    return this.#err
  }

  /** Waits until standard output matches, and gives the match. Throws if the process ends without having said it. */
  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    let ended = false
    void this.#exited.then(() => {
      ended = true
    })
    for (;;) {
      const found = this.#out.match(pattern)
      if (found) return found
      if (ended) throw new Error(`it ended without saying ${pattern}:\n${this.#out}${this.#err}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Sends a signal. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Waits for the end, and gives the exit code: null if a signal ended it. */
  async exitCode(): Promise<number | null> {
    const [code] = await this.#exited
    return code as number | null
  }
}

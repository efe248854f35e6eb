/**
 * A mongod process as mongodb-memory-server owns it. Node runs our executable, which is a database or keeps one:
 * it ends with this process by itself, and no second process has to look after it every two seconds.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { MongoInstance } from 'mongodb-memory-server-core'
import { ResolveConfigVariables, setDefaultValue } from 'mongodb-memory-server-core/lib/util/resolveConfig.js'
import { MONGOD_VERSION } from '../../../mongo/version.ts'
import { newKeptDirectory, removeKept } from './kept-mongod.ts'
import { ENDS_WITH_INPUT, KEEP } from './mongod-flags.ts'
import { withoutNamedBinary } from './named-binary.ts'

/** How long it may take to end, ms; then it's killed. */
const PATIENCE = 2000
/** What of its output can explain a failure, characters. */
const REMEMBERED = 2000

export interface InstanceOptions {
  /** Path of the bundled `mongod-main`. */
  bundle: string
  port: number
  /** An executable to run instead of our own database. */
  binary?: string | undefined
}

export class Instance extends MongoInstance {
  readonly #first: string[]
  /** That of a mongod that is kept. */
  readonly #directory: string | undefined
  #removed: Promise<void> | undefined
  #said = ''

  constructor({ bundle, port, binary }: InstanceOptions) {
    // Our own database has none.
    const directory = binary === undefined ? undefined : newKeptDirectory()
    super({
      instance: { ip: '127.0.0.1', port, dbPath: directory ?? 'none' },
      // A Ctrl+C is for us: the terminal would end it at the same time, under runs that are about to be stopped.
      // On Windows that would open a window of its own.
      spawn: { detached: process.platform !== 'win32', windowsHide: true },
      // Naming a system keeps it from looking for one, which fails on those MongoDB has no builds for.
      binary: {
        // The very node that runs us, whatever the PATH says. A script would be no program to Windows.
        systemBinary: process.execPath,
        version: MONGOD_VERSION,
        os: { os: 'linux', dist: 'ubuntu', release: '22.04' },
      },
    })
    this.#directory = directory
    this.#first = [bundle, ENDS_WITH_INPUT, ...(binary === undefined ? [] : [KEEP, binary])]
  }

  /** What it wrote to standard error that may explain its end, one line. */
  get lastWords(): string {
    const lines = this.#said.trim().split('\n')
    return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
  }

  override async start(): Promise<void> {
    // It's asked for its version when it runs: asking the executable would hold up everything here.
    setDefaultValue(ResolveConfigVariables.SYSTEM_BINARY_VERSION_CHECK, 'false')
    setDefaultValue(ResolveConfigVariables.RUNTIME_DOWNLOAD, 'false')
    withoutNamedBinary()
    await super.start()
  }

  override prepareCommandArgs(): string[] {
    return [...this.#first, ...super.prepareCommandArgs()]
  }

  /** Its input ends, as when this process is killed: so it ends in one way, on every system. */
  override async stop(): Promise<boolean> {
    const child = this.mongodProcess
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      // Nothing else may be left that keeps this process alive until then.
      child.ref()
      child.stdin?.end()
      await Promise.race([exited, sleep(PATIENCE, undefined, { ref: false })])
    }
    const stopped = await super.stop()
    await this.#removed
    return stopped
  }

  override _launchMongod(executable: string): ChildProcess {
    const child = super._launchMongod(executable)
    const directory = this.#directory
    if (directory !== undefined) {
      child.once('exit', () => {
        this.#removed = removeKept(child.pid!, directory)
      })
    }
    return child
  }

  override _launchKiller(): ChildProcess {
    return this.mongodProcess!
  }

  override stderrHandler(message: string | Buffer): void {
    this.#said = (this.#said + String(message)).slice(-REMEMBERED)
    super.stderrHandler(message)
  }
}

/**
 * A mongod process as mongodb-memory-server owns it: started by our launcher, so that it ends with this
 * process by itself and needs no second process that looks after it every two seconds.
 */
import type { ChildProcess } from 'node:child_process'
import { MongoInstance } from 'mongodb-memory-server-core'
import { ResolveConfigVariables, setDefaultValue } from 'mongodb-memory-server-core/lib/util/resolveConfig.js'
import { KEEP } from './mongod-flags.ts'
import { MONGOD_VERSION } from './mongod-version.ts'
import { withoutNamedBinary } from './named-binary.ts'

/** What of its output can explain a failure, characters. */
const REMEMBERED = 2000

/** `binary` is an executable to run instead of our own database. */
export interface InstanceOptions {
  launcher: string
  port: number
  binary?: string | undefined
}

export class Instance extends MongoInstance {
  #said = ''

  constructor({ launcher, port, binary }: InstanceOptions) {
    super({
      // Our database has no directory, and the keeper makes one for a mongod that needs it.
      instance: { ip: '127.0.0.1', port, dbPath: 'none', args: binary === undefined ? [] : [KEEP, binary] },
      // A Ctrl+C is for us: the terminal would end it at the same time, under runs that are about to be stopped.
      spawn: { detached: true },
      // Naming a system keeps it from looking for one, which fails on those MongoDB has no builds for.
      binary: {
        systemBinary: launcher,
        version: MONGOD_VERSION,
        os: { os: 'linux', dist: 'ubuntu', release: '22.04' },
      },
    })
  }

  /** What it wrote to standard error last, or before it gave up on its port. */
  get lastWords(): string {
    return this.#said.trim().split('\n').at(-1) ?? ''
  }

  override async start(): Promise<void> {
    // It's asked for its version when it runs: asking the executable would hold up everything here.
    setDefaultValue(ResolveConfigVariables.SYSTEM_BINARY_VERSION_CHECK, 'false')
    setDefaultValue(ResolveConfigVariables.RUNTIME_DOWNLOAD, 'false')
    withoutNamedBinary()
    await super.start()
  }

  override _launchKiller(): ChildProcess {
    return this.mongodProcess!
  }

  override stderrHandler(message: string | Buffer): void {
    this.#said = (this.#said + String(message)).slice(-REMEMBERED)
    super.stderrHandler(message)
  }
}

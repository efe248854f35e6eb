/** Looks for a mongod on this machine, where mongodb-memory-server would: named, or in its caches. No network. */
import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DryMongoBinary } from 'mongodb-memory-server-core'
import { DEFAULT_VERSION } from 'mongodb-memory-server-core/lib/util/resolveConfig.js'
import { lockfilePath, pathExists } from 'mongodb-memory-server-core/lib/util/utils.js'
import { MONGOD_VERSION } from '../../../mongo/version.ts'
import { namedBinary, withoutNamedBinary } from './named-binary.ts'

/** `named` if a person named it; `problem` says what is wrong with a path that was, for people. */
export interface Located {
  path?: string
  named?: boolean
  problem?: string
}

/** The executable that `MONGOMS_SYSTEM_BINARY` names, or else one that was downloaded once. Never rejects. */
export async function locateMongod(): Promise<Located> {
  const named = namedBinary()
  if (named !== undefined) {
    const path = resolve(named)
    const wrong = await whyNotExecutable(path)
    if (wrong === undefined) return { path, named: true }
    const problem = `MONGOMS_SYSTEM_BINARY names no mongod: ${path} ${wrong}`
    return { ...(await cachedMongod()), problem }
  }
  return cachedMongod()
}

async function cachedMongod(): Promise<Located> {
  for (const version of versions()) {
    const path = await cachedPath(version).catch(() => undefined)
    if (path !== undefined && (await whyNotExecutable(path)) === undefined) return { path }
  }
  return {}
}

/** The version that is downloaded here, and the one that mongodb-memory-server gets by itself. */
function versions(): string[] {
  return [wantedVersion(), DEFAULT_VERSION]
}

/** The version of MongoDB to fetch: that of our own database, unless `MONGOMS_VERSION` says another one. */
export function wantedVersion(): string {
  const { MONGOMS_VERSION } = process.env
  return MONGOMS_VERSION || MONGOD_VERSION
}

/** Its own way to look would delete what it takes for damaged; here, what doesn't start is passed over. */
async function cachedPath(version: string): Promise<string | undefined> {
  withoutNamedBinary()
  const [exists, path] = await DryMongoBinary.generateDownloadPath(
    await DryMongoBinary.generateOptions({ version }),
  )
  const unfinished = await pathExists(lockfilePath(dirname(path), version))
  return exists && !unfinished ? path : undefined
}

async function whyNotExecutable(path: string): Promise<string | undefined> {
  const about = await stat(path).catch(() => undefined)
  if (!about) return 'does not exist'
  if (!about.isFile()) return 'is not a file'
  return access(path, constants.X_OK).then(
    () => undefined,
    () => 'may not be executed',
  )
}

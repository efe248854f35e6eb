/**
 * The file by which mongodb-memory-server starts our executable: it takes a path and no words before the flags.
 * It lies beside the bundle, because directories for temporary files may forbid execution, and stays there.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { access, constants, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ENDS_WITH_INPUT } from './mongod-flags.ts'

/** The path of a file that runs `bundle`. Rejects if files can't be written or executed there. */
export async function launcherOf(bundle: string): Promise<string> {
  const text = script(bundle)
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const path = join(dirname(bundle), `mongod-${hash}`)
  if (!existsSync(path)) {
    const fresh = `${path}-${randomUUID()}`
    await writeFile(fresh, text, { mode: 0o755 })
    await rename(fresh, path)
  }
  await access(path, constants.X_OK)
  return path
}

/** The very node that runs us runs it, whatever the PATH says. */
function script(bundle: string): string {
  return `#!/bin/sh\nexec ${[process.execPath, bundle].map(quote).join(' ')} ${ENDS_WITH_INPUT} "$@"\n`
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

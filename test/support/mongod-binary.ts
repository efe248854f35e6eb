/** Our own mongod as it is now, bundled for one test file, and a program that starts it and waits to be killed. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { freshFolder, PROJECT } from '../../server/build-cache.mjs'

export interface MongodBinary {
  /** Path of the bundled executable. */
  mongod: string
  /** Path of a program that takes the path of the executable, starts it, and prints its port and process. */
  parent: string
  /** Path of a program that torments a database in its own process and prints what memory is left of that. */
  torment: string
  remove(): Promise<void>
}

/** Bundles into a folder inside the project, where packages are found. */
export async function buildMongod(): Promise<MongodBinary> {
  const folder = await freshFolder()
  const input = {
    mongod: join(PROJECT, 'server/runtime/node/mongod-main.ts'),
    parent: join(PROJECT, 'test/support/mongod-parent.ts'),
    torment: join(PROJECT, 'test/support/mongod-torment.ts'),
  }
  const output = { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
  await build({
    root: PROJECT,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: { ssr: true, target: 'node20', outDir: folder, rolldownOptions: { input, output } },
  })
  return {
    mongod: join(folder, 'mongod.mjs'),
    parent: join(folder, 'parent.mjs'),
    torment: join(folder, 'torment.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

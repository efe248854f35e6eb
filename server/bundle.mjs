/**
 * Node 20 runs no TypeScript, and no worker of ours could be started from it: every entry of the node
 * runtime is bundled once into plain modules, `<entry>.mjs`, flat in one folder, where they find each other.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, contentHash, PROJECT } from './build-cache.mjs'

const ENTRIES = 'server/runtime/node'

/** The names of the entries that can be started or run as a worker: `start-main`, `guest-worker`, … */
export async function entryNames() {
  const files = await readdir(join(PROJECT, ENTRIES))
  return files.filter((file) => /-(main|worker)\.ts$/.test(file)).map((file) => file.slice(0, -'.ts'.length))
}

/** The folder with the bundled entries, made now if the sources have changed. Throws if they can't be bundled. */
export async function bundle() {
  const hash = await contentHash(['server', 'demos', 'package-lock.json'])
  return cached(`server-${hash}`, buildInto)
}

async function buildInto(folder) {
  const { build } = await import('vite')
  const names = await entryNames()
  await build({
    root: PROJECT,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(PROJECT, ENTRIES, `${name}.ts`)])),
        output: {
          entryFileNames: '[name].mjs',
          chunkFileNames: '[name]-[hash].mjs',
          assetFileNames: '[name][extname]',
        },
      },
    },
  })
}

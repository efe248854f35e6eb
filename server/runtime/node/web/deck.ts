/** The built deck, kept by the content of its sources, with compressed copies of everything worth it. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { buildMessage, cached, contentHash, PROJECT } from '../../../build-cache.mjs'

/** What the deck is made of. Of the server's sources it has those that also run in a tab. */
const SOURCES = ['slides', 'demos', 'server', 'vite.config.ts', 'package-lock.json']
const NOT_IN_DECK = ['server/runtime/node']

const COMPRESSIBLE = /\.(html|js|css|json|svg|wasm|ttf|txt|webmanifest)$/
/** Below this size (bytes) a compressed copy saves nothing: the answer fits one packet anyway. */
const WORTH_IT = 1024
/** 11 takes ten times as long for a few percent. */
const BROTLI_QUALITY = 9

/** The folder of the deck as its sources are now; built first, after a call of `building`, if they've changed. */
export async function builtDeck(building: () => void): Promise<string> {
  const hash = await contentHash(SOURCES, NOT_IN_DECK)
  return cached(`deck-${hash}`, async (folder) => {
    building()
    await buildInto(folder)
    await compressAll(folder)
  })
}

async function buildInto(folder: string): Promise<void> {
  const { build } = await import('vite')
  try {
    await build({
      configFile: join(PROJECT, 'vite.config.ts'),
      logLevel: 'silent',
      build: { outDir: folder, emptyOutDir: true },
    })
  } catch (cause) {
    throw new Error(`the deck can't be built:\n${buildMessage(cause)}`, { cause })
  }
}

async function compressAll(folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name))
  await Promise.all(files.map((entry) => compressCopies(join(entry.parentPath, entry.name))))
}

async function compressCopies(file: string): Promise<void> {
  const plain = await readFile(file)
  if (plain.length < WORTH_IT) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  }
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params }),
    promisify(gzip)(plain),
  ])
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gzipped)])
}

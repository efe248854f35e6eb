/** How much a reader's browser has to load, gzip: before the code can be read, and for the database. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { PROJECT } from '../../../build-cache.mjs'
import { databaseBundle, PARTS } from './database-bundle.ts'
import { at, type Figure } from './figures.ts'

const DIST = join(PROJECT, 'dist')

export async function sizes(): Promise<Figure[]> {
  return [await readable(), ...(await database())]
}

/** The page, its styles, and its scripts with all that they import at once. */
async function readable(): Promise<Figure> {
  const figure = { what: 'deck until its code can be read', unit: 'KB', budget: at.most(60) }
  const page = join(DIST, 'index.html')
  if (!existsSync(page)) return { ...figure, values: [], note: 'there is no dist/: npm run build makes it' }
  const files = new Set([page])
  const html = await readFile(page, 'utf8')
  for (const [, path] of html.matchAll(/(?:src|href)="([^":]+\.(?:js|css))"/g)) {
    await addImports(join(DIST, path!), files)
  }
  const sizes = await Promise.all([...files].map(async (file) => gzipSync(await readFile(file)).length))
  const note = `${files.size} files; fonts come when the text is there`
  return { ...figure, values: [sizes.reduce((sum, size) => sum + size, 0) / 1000], note }
}

async function addImports(file: string, files: Set<string>): Promise<void> {
  if (files.has(file)) return
  files.add(file)
  if (!file.endsWith('.js')) return
  const script = await readFile(file, 'utf8')
  for (const [, path] of script.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g)) {
    await addImports(join(dirname(file), path!), files)
  }
}

/** Our own MongoDB: its core, what each part adds to it, and all of it. */
async function database(): Promise<Figure[]> {
  const core = await bundled([])
  const whole = await bundled(PARTS)
  const parts = await Promise.all(
    PARTS.map(async (part) => ({
      what: `  ${part}, added to it`,
      unit: 'KB',
      values: [(await bundled([part])) - core],
    })),
  )
  return [
    { what: 'server/mongo: core', unit: 'KB', values: [core], budget: at.most(45) },
    ...parts,
    { what: '  with all parts', unit: 'KB', values: [whole] },
  ]
}

async function bundled(parts: Parameters<typeof databaseBundle>[0]): Promise<number> {
  return gzipSync((await databaseBundle(parts)).code, { level: 9 }).length / 1000
}

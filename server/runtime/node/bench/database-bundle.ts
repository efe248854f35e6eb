/** Our database as a tab loads it: one module, minified; the core alone, or with parts. */
import { join } from 'node:path'
import { PROJECT } from '../../../build-cache.mjs'

/** As Vite writes paths, on every system. */
const MONGO = join(PROJECT, 'server/mongo').replaceAll('\\', '/')

/** The parts that can be handed to a MongoServer, by the names they are exported under. */
export const PARTS = ['aggregation', 'administration'] as const

/** A module, and the files that are in it. */
export interface DatabaseBundle {
  /** Exports MongoServer and the parts. */
  code: string
  /** Paths within `server/mongo`. */
  files: string[]
}

/** Bundles the core of `server/mongo` with these parts of it. */
export async function databaseBundle(parts: readonly (typeof PARTS)[number][] = []): Promise<DatabaseBundle> {
  const { build } = await import('vite')
  const entry = 'virtual:database'
  const exports = [
    `export { MongoServer } from '${MONGO}/server.ts'`,
    ...parts.map((part) => `export { ${part} } from '${MONGO}/${part}/index.ts'`),
  ]
  const built = await build({
    root: PROJECT,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    plugins: [
      {
        name: entry,
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? exports.join('\n') : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      // Not as a library: Vite leaves the white space in those.
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  )
  const chunks = outputs.flatMap((output) => (output.type === 'chunk' ? [output] : []))
  return {
    code: chunks.map(({ code }) => code).join(''),
    files: chunks.flatMap(({ modules }) =>
      Object.keys(modules).flatMap((file) => (file.startsWith(MONGO) ? [file.slice(MONGO.length + 1)] : [])),
    ),
  }
}

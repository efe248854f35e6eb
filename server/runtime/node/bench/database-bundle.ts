/** Our database as a tab loads it: one module, minified. */
import { join } from 'node:path'
import { PROJECT } from '../../../build-cache.mjs'

const MONGO = join(PROJECT, 'server/mongo/server.ts')

/** The code of `server/mongo` with everything it imports; it exports MongoServer. */
export async function databaseBundle(): Promise<string> {
  const { build } = await import('vite')
  const built = await build({
    root: PROJECT,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      // Not as a library: Vite leaves the white space in those.
      rolldownOptions: { input: MONGO, preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  )
  return outputs.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('')
}

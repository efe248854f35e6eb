/**
 * Makes Monaco smaller. Its TypeScript worker loses the browser's type libraries: a guest program sees no
 * DOM, so completion shouldn't offer one. And the module that starts workers loses its imports of every
 * feature there is, which would undo the choice made in `slides/editor/monaco.ts`.
 */
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

const LIBRARIES = 'monaco-editor/esm/vs/languages/features/typescript/lib/lib.js'
const WORKERS = 'monaco-editor/esm/vs/internal/common/workers.js'
const LEFT_OUT = /^lib\.(dom|webworker|scripthost)|^lib\.es6\.d\.ts$|^lib\.d\.ts$|\.full\.d\.ts$/
const BARE_IMPORTS = /^import '[^']*';$/gm

/** The plugin, for the page's build and again for its workers'. */
export function slimMonaco(project: string): Plugin {
  return {
    name: 'meanwhile:slim-monaco',
    enforce: 'pre',
    async transform(code, id) {
      const path = id.replaceAll('\\', '/').split('?')[0] ?? ''
      if (path.endsWith(WORKERS)) return { code: code.replace(BARE_IMPORTS, ''), map: null }
      if (path.endsWith(LIBRARIES)) return { code: await guestLibraries(project), map: null }
      return undefined
    },
  }
}

async function guestLibraries(project: string): Promise<string> {
  const address = pathToFileURL(`${project}/node_modules/${LIBRARIES}`).href
  const { libFileMap } = (await import(address)) as { libFileMap: Record<string, string> }
  const kept = Object.entries(libFileMap).filter(([name]) => !LEFT_OUT.test(name))
  return `export const libFileMap = ${JSON.stringify(Object.fromEntries(kept))}`
}

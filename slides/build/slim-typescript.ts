/**
 * Takes the browser's type libraries out of Monaco's TypeScript worker: a guest program sees no DOM, so
 * completion shouldn't offer one, and the download shrinks by a quarter.
 */
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

const LIBRARIES = 'monaco-editor/esm/vs/languages/features/typescript/lib/lib.js'
const LEFT_OUT = /^lib\.(dom|webworker|scripthost)|^lib\.es6\.d\.ts$|^lib\.d\.ts$|\.full\.d\.ts$/

/** The plugin, for the page's build and again for its workers'. */
export function slimTypescript(project: string): Plugin {
  return {
    name: 'meanwhile:slim-typescript',
    enforce: 'pre',
    async transform(_code, id) {
      if (!id.replaceAll('\\', '/').split('?')[0]?.endsWith(LIBRARIES)) return undefined
      const address = pathToFileURL(`${project}/node_modules/${LIBRARIES}`).href
      const { libFileMap } = (await import(address)) as { libFileMap: Record<string, string> }
      const kept = Object.entries(libFileMap).filter(([name]) => !LEFT_OUT.test(name))
      return { code: `export const libFileMap = ${JSON.stringify(Object.fromEntries(kept))}`, map: null }
    },
  }
}

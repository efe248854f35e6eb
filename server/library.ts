/** What every runtime is built with: the guest library's sources. */
const files = import.meta.glob<string>('../demos/lib/*.ts', { query: '?raw', import: 'default', eager: true })

/** The guest library's sources by module name: `pymongo`, `ioloop` … */
export const LIBRARY: ReadonlyMap<string, string> = new Map(
  Object.entries(files)
    .filter(([path]) => !path.endsWith('.d.ts'))
    .map(([path, source]) => [path.slice(path.lastIndexOf('/') + 1, -'.ts'.length), source]),
)

/** The demos' folders as the page sees them: each program's text and each `demo.ts`, loaded when asked for. */
import type { Style } from '../../server/run.ts'
import type { Demo } from '../../server/trace/demo.ts'

const TEXTS = import.meta.glob<string>(['../../demos/*/*.ts', '!../../demos/lib/*.ts'], {
  query: '?raw',
  import: 'default',
})
const DEMOS = import.meta.glob<{ default: Demo }>('../../demos/*/demo.ts')

/** The shipped text of a program, without the line break at its end. */
export async function loadProgram(demo: string, style: Style): Promise<string> {
  const text = await entry(TEXTS, `../../demos/${demo}/${style}.ts`)()
  return text.trimEnd()
}

/** What `demos/<name>/demo.ts` says. */
export async function loadDemo(name: string): Promise<Demo> {
  const module = await entry(DEMOS, `../../demos/${name}/demo.ts`)()
  return module.default
}

function entry<T>(files: Record<string, () => Promise<T>>, path: string): () => Promise<T> {
  const load = files[path]
  if (!load) throw new Error(`no file ${path}`)
  return load
}

/**
 * Tells Monaco's TypeScript about the guest library, from its very sources: `import { Motor } from 'motor'`
 * resolves as it does in a run, and completion offers what is there.
 */
import { typescript } from './monaco.ts'

const SOURCES = import.meta.glob<string>(['../../demos/lib/*.ts', '../../server/kernel/syscalls.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The folder that stands for the project's in Monaco's file names. */
export const PROJECT = 'file:///'

/** Configures the language service. Once a page is enough. */
export function describeGuest(): void {
  const { typescriptDefaults: defaults, ScriptTarget, ModuleKind, ModuleResolutionKind } = typescript
  defaults.setCompilerOptions({
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.NodeJs,
    lib: ['es2023'],
    strict: true,
    noEmit: true,
    allowNonTsExtensions: true,
    allowImportingTsExtensions: true,
    baseUrl: `${PROJECT}demos`,
    paths: { 'green/*': ['lib/*'], '*': ['lib/*'] },
  })
  defaults.setExtraLibs(
    Object.entries(SOURCES).map(([path, content]) => ({
      content,
      filePath: PROJECT + path.replaceAll('../', ''),
    })),
  )
  defaults.setEagerModelSync(true)
}

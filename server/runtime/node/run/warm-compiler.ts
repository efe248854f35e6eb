/**
 * Compiling the guest library takes a few hundred ms in a process that has never done it. The demo server does
 * it while somebody still looks at the first slide, one file at a time, so that nothing else has to wait.
 */
import { compileRequest } from '../../../compile-request.ts'
import { LIBRARY } from '../../../library.ts'
import type { Style } from '../../../run.ts'

/** Library files are compiled in two ways: as they are, and rewritten for greenlets. */
const WAYS: readonly Style[] = ['callbacks', 'greenlets']

/** Compiles every file of the guest library. Ends early once `stopped` says so. */
export async function warmCompiler(stopped: () => boolean = () => false): Promise<void> {
  for (const style of WAYS) {
    for (const name of LIBRARY.keys()) {
      await new Promise((resolve) => setImmediate(resolve))
      if (stopped()) return
      compileRequest({ style, source: `import '${name}'\nexport function main() {}\n` }, false)
    }
  }
}

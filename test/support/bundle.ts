/** The bundled entries of the node runtime, for tests that start processes or workers. */
import { bundle } from '../../server/bundle.mjs'

let folder: Promise<string> | undefined

/** The folder with `<entry>.mjs` of the sources as they are now, built at most once a test file. */
export function bundleFolder(): Promise<string> {
  folder ??= bundle()
  return folder
}

/** The parts of the database, in files of their own: they can be loaded while the rest of a run is made ready. */
import type { Part } from '../../mongo/part.ts'

/** All parts. They are loaded at the first call, and are there at every other. */
export async function loadParts(): Promise<readonly Part[]> {
  const [{ aggregation }, { administration }] = await Promise.all([
    import('../../mongo/aggregation/index.ts'),
    import('../../mongo/administration/index.ts'),
  ])
  return [aggregation, administration]
}

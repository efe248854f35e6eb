/** How long a program that would never end lives after Stop. */
import { at, type Figure } from './figures.ts'
import { ENDLESS } from './programs.ts'
import { type Rig, requestFor, rest } from './rig.ts'

const REPETITIONS = 5
/** By then the program is in the middle of it, ms. */
const RUNNING = 250

export async function stopping({ runner }: Rig): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [what, source] of Object.entries(ENDLESS)) {
    const values: number[] = []
    for (let count = 0; count < REPETITIONS; count += 1) {
      const run = runner.run(requestFor('callbacks', { source }))
      await rest(RUNNING)
      const stopped = performance.now()
      run.stop()
      // The last event comes when the OS thread is free again, or dead.
      for await (const _batch of run.events);
      values.push(performance.now() - stopped)
    }
    figures.push({ what, unit: 'ms', values, budget: at.most(100) })
  }
  return figures
}

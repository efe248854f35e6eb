/** How long it takes from Run to a server that serves: cold in a process of its own, warm in this one. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Runner, type RunRequest, STYLES, type Style } from '../../../run.ts'
import { at, type Figure } from './figures.ts'
import { assertEnded, type Rig, requestFor, rest, traceOf } from './rig.ts'

const COLD_STYLES: readonly Style[] = ['callbacks', 'greenlets', 'threads']
const COLD_RUNS = 3
const WARM_RUNS = 7
/** Between two runs a person looks at the first one, ms. */
const PAUSE = 150

export async function serving(rig: Rig): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const style of COLD_STYLES) {
    const values: number[] = []
    for (let count = 0; count < COLD_RUNS; count += 1) values.push(await coldTime(style, rig))
    figures.push({ what: `${style}, first run of a process`, unit: 'ms', values, budget: at.most(150) })
  }
  for (const style of STYLES) {
    const values = await warmTimes(style, rig)
    figures.push({ what: `${style}, warm`, unit: 'ms', values, budget: at.most(20) })
  }
  return figures
}

/** From `run` to the event that says that the guest listens, ms. */
export async function servingTime(runner: Runner, request: RunRequest): Promise<number> {
  const events = await traceOf(runner, request)
  assertEnded(events, 'answered')
  const listening = events.find(({ kind }) => kind === 'listening')
  return (listening?.t ?? Number.NaN) / 1000
}

async function warmTimes(style: Style, { runner }: Rig): Promise<number[]> {
  const values: number[] = []
  for (let count = -2; count < WARM_RUNS; count += 1) {
    const time = await servingTime(runner, requestFor(style, { clients: style === 'threads' ? 4 : 8 }))
    if (count >= 0) values.push(time)
    await rest(PAUSE)
  }
  return values
}

async function coldTime(style: Style, { bundle, database }: Rig): Promise<number> {
  const entry = fileURLToPath(new URL('./bench-first-run-worker.mjs', bundle))
  const { host, port } = await database.endpoint()
  const child = fork(entry, [host, String(port), style])
  const [time] = (await once(child, 'message')) as [number]
  return time
}

/** The command-line door: one run of one program, and what came of it on standard output. */
import type { TraceEvent } from '../../kernel/events.ts'
import type { Runner } from '../../run.ts'
import { SEEDS } from '../../seeds.ts'
import { encodeJson, encodeText } from '../../trace/codec.ts'
import { graphs } from '../../trace/graphs.ts'
import { layout } from '../../trace/layout.ts'
import { modelOf } from '../../trace/model-builder.ts'
import { statistics } from '../../trace/statistics.ts'
import { svg } from '../../trace/svg.ts'
import { DemoDatabase } from './database/demo-database.ts'
import { DEMO_USAGE, type DemoOptions, parseDemoOptions, UsageError } from './demo-options.ts'
import { complain, giveUp } from './give-up.ts'
import { nodeRunner } from './run/run-node.ts'
import { simulatedRunner } from './run/run-simulated.ts'
import { summarize } from './summary.ts'

/** Ctrl+C, a polite kill: the run is stopped, and what there was of it is printed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Width of a picture, CSS px. */
const PICTURE_WIDTH = 1200
const BUNDLE = new URL(import.meta.url)

async function main(words: string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(`${DEMO_USAGE}\n`)
    return 0
  }
  const options = parseDemoOptions(words)
  const interrupted = whenInterrupted()
  const events = await (options.runtime === 'node' ? onNode : simulated)(options, interrupted)
  const { summary, well } = summarize(events, options.runtime, options.edit)
  process.stdout.write(`${render(events, options, summary)}\n`)
  return well ? 0 : 1
}

/** From now on signals don't end the process. */
function whenInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve())
  })
}

function simulated(options: DemoOptions, interrupted: Promise<void>): Promise<TraceEvent[]> {
  return collect(simulatedRunner(BUNDLE), options, interrupted)
}

/** Brings up a database and threads for one run, and leaves nothing behind. */
async function onNode(options: DemoOptions, interrupted: Promise<void>): Promise<TraceEvent[]> {
  const database = new DemoDatabase({ bundle: BUNDLE, seed: SEEDS, say: complain })
  const runner = nodeRunner(BUNDLE, database, 1)
  try {
    return await collect(runner, options, interrupted)
  } finally {
    await Promise.all([runner.close(), database.close()])
  }
}

async function collect(
  runner: Runner,
  { request }: DemoOptions,
  interrupted: Promise<void>,
): Promise<TraceEvent[]> {
  const run = runner.run(request)
  void interrupted.then(() => run.stop())
  const events: TraceEvent[] = []
  for await (const batch of run.events) events.push(...batch)
  return events
}

function render(events: readonly TraceEvent[], { out }: DemoOptions, summary: object): string {
  if (out === 'text') return encodeText(events).trimEnd()
  if (out === 'json') return encodeJson(events).trimEnd()
  if (out === 'svg') return picture(events)
  if (out === 'graphs') return JSON.stringify(graphs(events), undefined, 2)
  return JSON.stringify(summary, undefined, 2)
}

function picture(events: readonly TraceEvent[]): string {
  const { demo, style } = statistics(events)
  const scene = layout(modelOf(events), { width: PICTURE_WIDTH })
  return svg(scene, { title: `${demo}, ${style}`, background: true }).trimEnd()
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n${DEMO_USAGE}\n`)
  else giveUp(error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

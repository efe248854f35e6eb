/** The command-line door: one run of one program, and what came of it on standard output. */
import { fileURLToPath } from 'node:url'
import type { TraceEvent } from '../../kernel/events.ts'
import { MATCHES } from '../../library.ts'
import { worldCupSeed } from '../../mongo/seed.ts'
import type { Runner } from '../../run.ts'
import { encodeJson, encodeText } from '../../trace/codec.ts'
import { layout } from '../../trace/layout.ts'
import { modelOf } from '../../trace/model-builder.ts'
import { statistics } from '../../trace/statistics.ts'
import { svg } from '../../trace/svg.ts'
import { DEMO_USAGE, type DemoOptions, parseDemoOptions, UsageError } from './demo-options.ts'
import { startMongod } from './mongod.ts'
import { nodeRunner } from './run-node.ts'
import { simulatedRunner } from './run-simulated.ts'
import { summarize } from './summary.ts'

async function main(words: string[]): Promise<number> {
  const options = parseDemoOptions(words)
  const events = options.runtime === 'node' ? await runOnNode(options) : await collect(simulated(), options)
  const { summary, well } = summarize(events, options.runtime, options.edit)
  process.stdout.write(`${render(events, options, summary)}\n`)
  return well ? 0 : 1
}

/** Width of a picture, CSS px. */
const PICTURE_WIDTH = 1200
const BUNDLE = new URL(import.meta.url)

const simulated = (): Runner => simulatedRunner(BUNDLE)

/** Brings up a database and threads for one run, and leaves nothing behind. */
async function runOnNode(options: DemoOptions): Promise<TraceEvent[]> {
  const bundle = fileURLToPath(new URL('./mongod-main.mjs', BUNDLE))
  const database = await startMongod({ bundle, seed: [worldCupSeed(MATCHES)] })
  const runner = nodeRunner(BUNDLE, Promise.resolve(database), 1)
  try {
    return await collect(runner, options)
  } finally {
    await Promise.all([runner.close(), database.stop()])
  }
}

async function collect(runner: Runner, { request }: DemoOptions): Promise<TraceEvent[]> {
  const run = runner.run(request)
  process.once('SIGINT', () => run.stop())
  const events: TraceEvent[] = []
  for await (const batch of run.events) events.push(...batch)
  return events
}

function render(events: readonly TraceEvent[], { out }: DemoOptions, summary: object): string {
  if (out === 'text') return encodeText(events).trimEnd()
  if (out === 'json') return encodeJson(events).trimEnd()
  if (out === 'svg') return picture(events)
  return JSON.stringify(summary, undefined, 2)
}

function picture(events: readonly TraceEvent[]): string {
  const { demo, style } = statistics(events)
  const scene = layout(modelOf(events), { width: PICTURE_WIDTH })
  return svg(scene, { title: `${demo}, ${style}`, background: true })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n${DEMO_USAGE}\n`)
  process.exitCode = 2
}

/** The command-line door: one run of one program, and what came of it on standard output. */
import type { TraceEvent } from '../../kernel/events.ts'
import type { Runner } from '../../run.ts'
import { encodeJson, encodeText } from '../../trace/codec.ts'
import { DEMO_USAGE, type DemoOptions, parseDemoOptions, UsageError } from './demo-options.ts'
import { simulatedRunner } from './run-simulated.ts'
import { summarize } from './summary.ts'

async function main(words: string[]): Promise<number> {
  const options = parseDemoOptions(words)
  const events = await collect(runnerFor(options), options)
  const { summary, well } = summarize(events, options.runtime, options.edit)
  process.stdout.write(`${render(events, options, summary)}\n`)
  return well ? 0 : 1
}

function runnerFor({ runtime }: DemoOptions): Runner {
  if (runtime === 'node') throw new UsageError('the node runtime is not there yet')
  return simulatedRunner(new URL(import.meta.url))
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
  return JSON.stringify(summary, undefined, 2)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n${DEMO_USAGE}\n`)
  process.exitCode = 2
}

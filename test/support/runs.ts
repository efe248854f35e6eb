/** Small programs for runners to run, and all that comes of a run. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Run } from '../../server/run.ts'
import { webProgram } from './simulated.ts'

/** A program whose `main` has this body, from its second line on: for all that needs no server. */
export function mainOf(...lines: string[]): string {
  return ['export function main() {', ...lines.map((line) => `  ${line}`), '}', ''].join('\n')
}

/** A program that answers every request at once, after this statement of its handler. */
export function handlerOf(statement: string): string {
  return webProgram(`class Handler extends RequestHandler { get() { ${statement}; this.finish([]) } }`)
}

/** All events of a run, to its end. `look` sees each of them as it comes. */
export async function eventsOf(
  run: Run,
  look: (event: TraceEvent) => void = () => {},
): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  for await (const batch of run.events) {
    events.push(...batch)
    for (const event of batch) look(event)
  }
  return events
}

/** Programs for runners to run, and what comes of a run. */
import { demoNamed, programOf } from '../../server/demos.ts'
import type { Happening, TraceEvent } from '../../server/kernel/events.ts'
import type { Run, RunRequest, Style } from '../../server/run.ts'

/** A request to run a demo's program with the demo's own figures, some of them changed. */
export function demoRequest(style: Style, changes: Partial<RunRequest> = {}): RunRequest {
  const { paths, clients, requests, latency } = demoNamed('find-team')!
  return {
    demo: 'find-team',
    style,
    source: programOf('find-team', style)!,
    paths: [...paths],
    clients,
    requests,
    latency,
    seed: 1,
    arrival: 'together',
    mode: 'burst',
    ...changes,
  }
}

/** A program whose `main` has this body: for all that needs no server. */
export function mainOf(...lines: string[]): string {
  return ['export function main() {', ...lines.map((line) => `  ${line}`), '}', ''].join('\n')
}

/** A program that answers every request at once, after this statement of its handler. */
export function handlerOf(statement: string): string {
  return `import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'

class Handler extends RequestHandler {
  get() {
    ${statement}
    this.finish([])
  }
}

export function main() {
  new Application({ '/': Handler }).listen(8888)
  IOLoop.instance().start()
}
`
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

/** The last event of a run. */
export function endOf(events: readonly TraceEvent[]): Extract<Happening, { kind: 'run-end' }> {
  const end = events.at(-1)
  if (end?.kind !== 'run-end') throw new Error(`the run has no end: ${end?.kind}`)
  return end
}

/** The events of one kind. */
export function ofKind<Kind extends Happening['kind']>(events: readonly TraceEvent[], kind: Kind) {
  return events.filter((event): event is Extract<TraceEvent, { kind: Kind }> => event.kind === kind)
}

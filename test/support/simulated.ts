/** Runs in virtual time, in this very thread: for tests in which the program comes to an end by itself. */
import { demoNamed, programOf } from '../../server/demos.ts'
import type { Happening, TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest, Style } from '../../server/run.ts'
import { wasmEngine } from '../../server/runtime/node/run/wasm-engine.ts'
import { runSimulated } from '../../server/runtime/simulated/index.ts'

/** What a demo's own figures ask for, with these fields changed; by default its program of that style. */
export function requestOf(name: string, style: Style, changes: Partial<RunRequest> = {}): RunRequest {
  const { clients, requests, latency, paths, mode, pause, database } = demoNamed(name)!
  const source = programOf(name, style)!
  const base = {
    demo: name,
    style,
    source,
    seed: 1,
    arrival: 'together',
    ...(pause !== undefined && { pause }),
    ...(database && { database }),
  } as const
  return { ...base, clients, requests, latency, paths, mode, ...changes }
}

/** What find-team's own figures ask for, with these fields changed. */
export function findTeam(style: Style, changes: Partial<RunRequest> = {}): RunRequest {
  return requestOf('find-team', style, changes)
}

/** All events of a run. */
export async function simulate(request: RunRequest): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  await runSimulated(request, (batch) => void events.push(...batch), { wasm: wasmEngine() })
  return events
}

/** All events of a run of this program, for one client. */
export function simulateProgram(style: Style, source: string, changes: Partial<RunRequest> = {}) {
  return simulate(findTeam(style, { source, clients: 1, ...changes }))
}

/** The last event, which has to be the run's end. */
export function endOf(events: readonly TraceEvent[]): Extract<Happening, { kind: 'run-end' }> {
  const end = events.at(-1)
  if (end?.kind !== 'run-end') throw new Error(`the run ends with ${end?.kind}`)
  return end
}

/** The events of one kind. */
export function only<Kind extends Happening['kind']>(events: readonly TraceEvent[], kind: Kind) {
  return events.filter((event): event is Extract<TraceEvent, { kind: Kind }> => event.kind === kind)
}

/** What the program printed, with the request that printed it: `#1 text`. */
export function printed(events: readonly TraceEvent[]): string[] {
  return only(events, 'log').map(({ request, text }) => `#${request} ${text}`)
}

/** A web server whose handlers, of the class `Handler`, are given as text. */
export function webProgram(handler: string, imports = ''): string {
  return `import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'
${imports}
${handler}
export function main() {
  new Application({ '/': Handler }).listen(8888)
  IOLoop.instance().start()
}
`
}

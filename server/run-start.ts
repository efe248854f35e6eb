/** The first event of every trace: what was asked for, and where it runs. */
import { type Happening, TRACE_VERSION } from './kernel/events.ts'
import type { RunRequest, RuntimeName } from './run.ts'

/** `run` is what the run is called, unlike all others of its runtime. */
export function runStart(request: RunRequest, runtime: RuntimeName, run: string): Happening {
  const { demo, style, clients, requests, latency, seed, pause, database } = request
  return {
    kind: 'run-start',
    version: TRACE_VERSION,
    run,
    runtime,
    demo,
    style,
    clients,
    requests,
    latency,
    seed,
    ...(pause !== undefined && { pause }),
    ...(database && { database }),
  }
}

/**
 * The smallest things that can be asked to run: they say a few true events about themselves and run no program.
 * For tests of what stands in front of a runner.
 */
import type { Happening, TraceEvent } from '../../server/kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../server/run.ts'
import { runStart } from '../../server/run-start.ts'

/** A runner that also says how many of its runs haven't ended. */
export interface CountingRunner extends Runner {
  readonly underWay: () => number
}

/** A good request, in the mode `burst`, with these fields changed. */
export function runRequest(changes: Partial<RunRequest> = {}): RunRequest {
  return {
    demo: 'find-team',
    style: 'callbacks',
    source: 'export function main() {}',
    paths: ['/?team=Brazil'],
    clients: 8,
    requests: 1,
    latency: 200,
    seed: 1,
    arrival: 'together',
    mode: 'burst',
    ...changes,
  }
}

/** Ends a burst at once and an open run when it's stopped; `between` is said over and over until then. */
export function fixtureRunner(between: Happening[] = []): CountingRunner {
  let underWay = 0
  const run = (request: RunRequest): Run => {
    let stop = () => {}
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    const events = async function* () {
      underWay++
      yield [event(1, runStart(request, 'node', 'fixture'))]
      if (request.mode === 'open') yield* until(stopped, between)
      yield [
        event(2, { kind: 'run-end', reason: request.mode === 'open' ? 'stopped' : 'answered', threads: 0 }),
      ]
      underWay--
    }
    return { events: events(), stop: () => stop() }
  }
  return { runtime: 'node', run, underWay: () => underWay }
}

async function* until(stopped: Promise<void>, between: Happening[]): AsyncGenerator<TraceEvent[]> {
  if (between.length === 0) return await stopped
  let over = false
  void stopped.then(() => {
    over = true
  })
  while (!over) {
    yield between.map((happening) => event(2, happening))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function event(seq: number, happening: Happening): TraceEvent {
  return { ...happening, seq, t: 0, lane: 'run', request: 0 }
}

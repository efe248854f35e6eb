/** Sessions without a page: of a small demo, with a runner whose runs wait to be stopped. */
import { closingEvent } from '../../../server/closing-event.ts'
import { EventQueue } from '../../../server/event-queue.ts'
import type { EndReason, TraceEvent } from '../../../server/kernel/events.ts'
import type { Runner, RunRequest, Style } from '../../../server/run.ts'
import { nobodyAtTheLock, oneThread, queriesOverlap } from '../../../server/trace/claims.ts'
import type { Demo } from '../../../server/trace/demo.ts'
import { Drafts } from '../../../slides/run/drafts.ts'
import { Session } from '../../../slides/run/session.ts'

export const DEMO: Demo = {
  title: 'Find a team',
  question: 'How long?',
  clients: 40,
  requests: 1,
  latency: 200,
  paths: ['/'],
  database: { service: { write: 100 }, lock: 'writes' },
  mode: 'burst',
  moment: 0.5,
  claims: { blocked: [oneThread()] },
  edits: [
    {
      name: 'motor',
      label: 'Motor',
      style: 'blocked',
      replace: [{ find: 'pymongo', with: 'motor' }],
      claims: [queriesOverlap()],
    },
    {
      name: 'no-lock',
      label: 'No lock',
      style: 'threads',
      replace: [],
      database: { lock: 'none' },
      claims: [nobodyAtTheLock()],
    },
  ],
}

/** A runner whose runs say nothing until they are stopped, and then end for `reason`. */
function patientRunner(runtime: Runner['runtime'], requests: RunRequest[], reason: EndReason): Runner {
  return {
    runtime,
    run(request) {
      requests.push(request)
      const events = new EventQueue()
      return {
        events,
        stop: () => {
          events.push([closingEvent([], reason)])
          events.end()
        },
      }
    },
  }
}

/** A session of a small demo, and what it asks its only runner for. */
export function open(runtime: Runner['runtime'] = 'node', reason: EndReason = 'stopped', demo = DEMO) {
  const requests: RunRequest[] = []
  const programs = new Map<Style, string>([
    ['blocked', "import 'pymongo'"],
    ['threads', 'main()'],
  ])
  const runners = [patientRunner(runtime, requests, reason)]
  const session = new Session({
    name: 'find-team',
    demo,
    programs,
    runners,
    drafts: new Drafts(undefined),
  })
  return { session, requests }
}

/** Resolves when the session's current run is over. */
export function ending(session: Session): Promise<TraceEvent[]> {
  return new Promise((resolve) => {
    const unlisten = session.listen({
      changed: () => undefined,
      began: () => undefined,
      happened: () => undefined,
      ended: (record) => {
        unlisten()
        resolve(record.events)
      },
    })
  })
}

/** The last event of a run whose runtime can't write it any more: it was cut off, or never began. */
import type { EndReason, TraceEvent } from './kernel/events.ts'
import type { RunRequest, RuntimeName } from './run.ts'
import { runStart } from './run-start.ts'

/** A `run-end` that follows `seen`. `t` is µs since the run began, by default the time of the last event. */
export function closingEvent(
  seen: readonly TraceEvent[],
  reason: EndReason,
  message?: string,
  t = seen.at(-1)?.t ?? 0,
): TraceEvent {
  const threads = seen.filter((event) => event.kind === 'lane-open' && event.lanes === 'thread').length
  return {
    kind: 'run-end',
    reason,
    threads,
    ...(message === undefined ? {} : { message }),
    seq: (seen.at(-1)?.seq ?? -1) + 1,
    t,
    lane: 'run',
    request: 0,
  }
}

/** All events of a run that has ended before it began. */
export function closedEarly(
  request: RunRequest,
  runtime: RuntimeName,
  reason: EndReason,
  message?: string,
): TraceEvent[] {
  const start: TraceEvent = { ...runStart(request, runtime, runtime), seq: 0, t: 0, lane: 'run', request: 0 }
  return [start, closingEvent([start], reason, message)]
}

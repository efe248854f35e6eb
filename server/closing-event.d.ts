/** The last event of a run whose runtime can't write it any more: it was cut off, or never began. */
import type { EndReason, TraceEvent } from './kernel/events.ts';
/** A `run-end` that follows `seen`. `t` is µs since the run began, by default the time of the last event. */
export declare function closingEvent(seen: readonly TraceEvent[], reason: EndReason, message?: string, t?: number): TraceEvent;

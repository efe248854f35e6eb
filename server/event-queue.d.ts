/** Batches of events on their way from a runner to whoever iterates over them; nothing is lost in between. */
import type { TraceEvent } from './kernel/events.ts';
/** One producer, one consumer. Ends after `end`, once everything pushed has been taken. */
export declare class EventQueue implements AsyncIterable<TraceEvent[]> {
    #private;
    push(events: TraceEvent[]): void;
    end(): void;
    [Symbol.asyncIterator](): AsyncIterator<TraceEvent[]>;
}

/** What threads, locks and queues throw. */

/** A lock or a thread that is not in the state for what was asked. */
export class RuntimeError extends Error {
  override name = 'RuntimeError'
}

/** Nothing came into the queue in time. */
export class Empty extends Error {
  override name = 'Empty'
}

/** The queue had no room in time. */
export class Full extends Error {
  override name = 'Full'
}

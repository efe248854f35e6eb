/** The error of whatever waited for too long, one class for all. */

/** It took longer than allowed. */
export class TimeoutError extends Error {
  override name = 'TimeoutError'
}

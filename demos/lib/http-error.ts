/** What goes wrong while a request is answered. */

/** What Python raises if something is done at the wrong moment. */
export class RuntimeError extends Error {
  override name = 'RuntimeError'
}

/**
 * Raise one in a handler to answer with this status. A message is for
 * the log only: the client gets the status's own words (Tornado 2.4.1).
 */
export class HTTPError extends Error {
  override name = 'HTTPError'
  readonly status: number
  /** What to log, if anything. */
  readonly logMessage: string | undefined

  constructor(status: number, logMessage?: string) {
    super(logMessage ?? '')
    this.status = status
    this.logMessage = logMessage
  }
}

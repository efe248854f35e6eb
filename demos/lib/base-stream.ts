/**
 * What a stream does whether it reads or writes: it tells the loop what
 * to watch, queues callbacks, and closes (Tornado 2.4.1's IOStream).
 */
import { placeOf, runAlone, wrap } from 'context'
import { IOLoop } from 'ioloop'
import * as os from 'os'

/** Called when something is done. */
export type Callback = () => void

/** Watches one descriptor, and closes it with whatever breaks. */
export abstract class BaseStream {
  /** Why the stream has closed; null if nothing went wrong. */
  error: unknown = null
  readonly loop: IOLoop
  /** The descriptor, -1 if there's none yet. */
  protected fd: number
  #closed = false
  #onClose: Callback | undefined
  /** The events that the loop tells us about, 0 if none yet. */
  #events = 0
  /** How many callbacks are queued, or would like to be first. */
  #pending = 0

  constructor(fd: number, loop = IOLoop.instance()) {
    this.fd = fd
    this.loop = loop
  }

  fileno(): number {
    return this.fd
  }

  /** Whether it has closed, or was closed. */
  closed(): boolean {
    return this.#closed
  }

  /** Called once after the stream has closed, whoever closed it. */
  setCloseCallback(callback: Callback | null): void {
    this.#onClose = callback ? wrap(callback) : undefined
  }

  /** Closes, because of an error if there is one. */
  close(error: unknown = null): void {
    if (!this.#closed) {
      if (error !== null) this.error = error
      this.beforeClose()
      if (this.#events) this.loop.removeHandler(this.fd)
      this.#events = 0
      this.#closed = true
      if (this.fd >= 0) os.close(this.fd)
    }
    this.tellClosed()
  }

  /** Called with what the descriptor is ready for. */
  protected abstract handleEvents(events: number): void

  /** The events that one wants to be told about. */
  protected abstract wanted(): number

  /** The last chance to queue callbacks before the stream closes. */
  protected abstract beforeClose(): void

  protected checkOpen(): void {
    if (this.#closed) throw new os.OSError('EBADF', 'Stream is closed')
  }

  /** Logs what the socket says about itself. */
  protected complain(what: string, error: unknown): void {
    const why = error instanceof os.OSError ? error.code : error
    console.error(`${what} ${this.fd}: ${why}`)
  }

  /** Queues a callback: it runs in the next turn, never inline. */
  protected runCallback(
    callback: Callback | ((data: string) => void),
    data?: string,
  ): void {
    const wrapper = () => {
      this.#pending -= 1
      try {
        if (data === undefined) (callback as Callback)()
        else callback(data)
      } catch (error) {
        this.#fail(error)
      }
      this.listenForEnd()
    }
    this.#pending += 1
    // The callback has its context already; ours is nobody's business.
    this.loop.addCallback(wrapper, placeOf(callback))
  }

  /** Runs it as if a callback were queued: the close callback waits. */
  protected holdClose(action: () => void): void {
    this.#pending += 1
    try {
      action()
    } finally {
      this.#pending -= 1
    }
  }

  /** Queues the close callback, if all others have run. */
  protected tellClosed(): void {
    const callback = this.#onClose
    if (!this.#closed || !callback || this.#pending > 0) return
    this.#onClose = undefined
    this.runCallback(callback)
  }

  /** Whether the loop tells us about anything already. */
  protected get listening(): boolean {
    return this.#events !== 0
  }

  /** From now on the loop tells us about this event, too. */
  protected listen(event: number): void {
    if (this.#closed || this.#events & event) return
    if (this.#events) this.#watch(this.#events | event)
    else this.#register(os.ERROR | event)
  }

  /** A stream that waits for nothing still wants to hear of its end. */
  protected listenForEnd(): void {
    if (this.#events || this.#pending > 0) return
    if (this.#closed) this.tellClosed()
    else this.listen(os.READ)
  }

  #register(events: number): void {
    this.#events = events
    runAlone(() => {
      const handler = (_fd: number, ready: number) =>
        this.#handle(ready)
      this.loop.addHandler(this.fd, handler, events)
    })
  }

  #watch(events: number): void {
    if (events === this.#events) return
    this.#events = events
    this.loop.updateHandler(this.fd, events)
  }

  #handle(events: number): void {
    try {
      this.handleEvents(events)
      if (this.#closed) return
      // Callbacks that are queued have their turn before it closes.
      if (events & os.ERROR) this.loop.addCallback(() => this.close())
      else this.#watch(os.ERROR | (this.wanted() || os.READ))
    } catch (error) {
      this.#fail(error)
    }
  }

  /** An error closes the stream; the loop logs it as well. */
  #fail(error: unknown): never {
    console.error('Uncaught exception, closing connection.:', error)
    this.close(error)
    throw error
  }
}

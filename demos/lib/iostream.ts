/**
 * A socket that doesn't block: reads and writes take a callback, which
 * runs in a later turn of the loop, never at once.
 */
import { runFor, wrap } from 'context'
import { IOLoop } from 'ioloop'
import * as os from 'os'

type OnData = (data: string) => void
/** How many bytes of the buffer a read wants, -1 if not yet enough. */
type Measure = (buffer: string) => number

export class IOStream {
  readonly fd: number
  readonly loop = IOLoop.instance()
  /** The request that the last bytes belong to. */
  request = 0
  closed = false
  #in = ''
  #out = ''
  #read: { measure: Measure; callback: OnData } | undefined
  #written: (() => void) | undefined
  #connected: (() => void) | undefined
  #onClose: (() => void) | undefined
  #events = 0
  #ended = false

  constructor(fd: number) {
    this.fd = fd
  }

  /** A stream to somebody who may not be there yet. */
  static connect(
    host: string,
    port: number,
    callback: (stream: IOStream) => void,
  ): IOStream {
    const stream = new IOStream(os.startConnect(host, port))
    stream.#connected = wrap(() => {
      stream.loop.addCallback(() => callback(stream))
    })
    stream.#listen()
    return stream
  }

  /** Everything up to the delimiter, and the delimiter. */
  readUntil(delimiter: string, callback: OnData): void {
    this.#begin((buffer) => {
      const found = buffer.indexOf(delimiter)
      return found < 0 ? -1 : found + delimiter.length
    }, callback)
  }

  /** So many bytes. */
  readBytes(count: number, callback: OnData): void {
    const enough: Measure = ({ length }) =>
      length < count ? -1 : count
    this.#begin(enough, callback)
  }

  /** Sends at once what the socket takes, and the rest later. */
  write(data: string, callback?: () => void): void {
    if (this.closed) throw new Error('Stream is closed')
    this.#out += data
    this.#written =
      callback && wrap(() => this.loop.addCallback(callback))
    this.#flush()
    if (this.#ended) this.close()
    else this.#listen()
  }

  setCloseCallback(callback: () => void): void {
    this.#onClose = wrap(callback)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    if (this.#events) this.loop.removeHandler(this.fd)
    os.close(this.fd)
    this.#read = undefined
    const onClose = this.#onClose
    if (onClose) this.loop.addCallback(onClose)
  }

  #begin(measure: Measure, callback: OnData): void {
    if (this.#read) throw new Error('Already reading')
    if (this.closed) throw new Error('Stream is closed')
    const later = wrap((data: string) =>
      this.loop.addCallback(() => callback(data)),
    )
    this.#read = { measure, callback: later }
    this.#satisfy()
    this.#listen()
  }

  /** Hands the buffer's first bytes to the read that waits for them. */
  #satisfy(): void {
    const read = this.#read
    const count = read ? read.measure(this.#in) : -1
    if (!read || count < 0) return
    const data = this.#in.slice(0, count)
    this.#in = this.#in.slice(count)
    this.#read = undefined
    read.callback(data)
  }

  #handle(events: number): void {
    if (this.#connected) {
      this.#finishConnect(events)
      return
    }
    if (events & (os.READ | os.ERROR)) this.#receive()
    if (events & os.WRITE) this.#flush()
    this.#satisfy()
    if (this.#ended) this.close()
    else this.#listen()
  }

  #finishConnect(events: number): void {
    const connected = this.#connected
    this.#connected = undefined
    if (events & os.ERROR || !connected) {
      this.close()
      return
    }
    connected()
    this.#flush()
    this.#listen()
  }

  /** Reads once; if more is there, the loop will say so again. */
  #receive(): void {
    const received = this.#attempt(() => os.tryRecv(this.fd, 65536))
    if (!received) return
    this.#ended = received.data === ''
    this.#in += received.data
    this.request = received.request
  }

  #flush(): void {
    if (this.#connected) return
    while (this.#out) {
      const piece = this.#out.slice(0, 65536)
      const sent = this.#attempt(() => os.trySend(this.fd, piece))
      if (sent === undefined) return
      this.#out = this.#out.slice(sent)
    }
    const written = this.#written
    this.#written = undefined
    written?.()
  }

  /** A broken connection is one that has ended. */
  #attempt<T>(call: () => T): T | undefined {
    try {
      return os.ifReady(call)
    } catch {
      this.#ended = true
      return undefined
    }
  }

  /** Tells the loop which events matter now. */
  #listen(): void {
    if (this.closed) return
    const writing = this.#out !== '' || this.#connected !== undefined
    const events = os.READ | (writing ? os.WRITE : 0)
    if (events === this.#events) return
    if (this.#events) this.loop.updateHandler(this.fd, events)
    else runFor(0, () => this.#register(events))
    this.#events = events
  }

  /** The socket serves one request after the other: it's nobody's own. */
  #register(events: number): void {
    const handle = (_fd: number, ready: number) => this.#handle(ready)
    this.loop.addHandler(this.fd, handle, events)
  }
}

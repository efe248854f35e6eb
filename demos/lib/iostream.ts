/**
 * A socket that doesn't block: reads and writes take a callback, which
 * runs in a later turn of the loop, never at once (Tornado 2.4.1).
 */
import type { Callback } from 'base-stream'
import { wrap } from 'context'
import type { IOLoop } from 'ioloop'
import * as os from 'os'
import { ReadingStream } from 'reading-stream'
import { WriteBuffer } from 'write-buffer'

/** How a stream differs from others; sizes in bytes. */
export interface StreamOptions {
  /** Most bytes that one system call reads; default 4096. */
  readChunkSize?: number
  /** A stream closes with so many bytes unread; default 100 MiB. */
  maxBufferSize?: number
  loop?: IOLoop
}

/** Most bytes that one system call sends. */
const MOST = 65_536

/**
 * A socket whose reads and writes call back (Tornado 2.4.1). Bytes are
 * strings, one character each. Errors: AssertionError for a second read
 * ('Already reading'), OSError ('Stream is closed'). What goes wrong
 * later is logged and closes the stream; `error` says what it was.
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { IOStream } from 'iostream'
 * import { Socket } from 'socket'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   const [one, other] = Socket.pair()
 *   new IOStream(one).write('hello\n')
 *   new IOStream(other).readUntil('\n', (line) => {
 *     console.log(line)
 *     loop.stop()
 *   })
 *   loop.start()
 * }
 * ```
 */
export class IOStream extends ReadingStream {
  protected readonly chunk: number
  protected readonly limit: number
  readonly #buffer = new WriteBuffer()
  #onConnect: Callback | undefined
  #onWritten: Callback | undefined

  /** Of a socket, or its descriptor; null for one yet to connect. */
  constructor(
    socket: number | { fd: number } | null = null,
    options: StreamOptions = {},
  ) {
    const fd = typeof socket === 'number' ? socket : socket?.fd
    super(fd ?? -1, options.loop)
    this.chunk = options.readChunkSize ?? 4096
    this.limit = options.maxBufferSize ?? 104_857_600
  }

  /** A new stream that connects. */
  static connect(
    host: string,
    port: number,
    callback: (stream: IOStream) => void,
    options: StreamOptions = {},
  ): IOStream {
    const stream = new IOStream(null, options)
    stream.connect(host, port, () => callback(stream))
    return stream
  }

  /** Begins to connect; what one writes meanwhile is sent afterwards. */
  connect(host: string, port: number, callback?: Callback): void {
    this.connecting = true
    this.fd = os.startConnect(host, port)
    this.#onConnect = callback && wrap(callback)
    this.listen(os.WRITE)
  }

  /**
   * Sends at once what the socket takes, and the rest later; calls back
   * when all has left, unless the next write comes before that.
   */
  write(data: string, callback?: Callback): void {
    this.checkOpen()
    this.#buffer.append(data)
    this.#onWritten = callback && wrap(callback)
    if (this.connecting) return
    this.#send()
    if (this.writing()) this.listen(os.WRITE)
    this.listenForEnd()
  }

  /** Whether there are bytes that the socket hasn't taken. */
  writing(): boolean {
    return !this.#buffer.empty
  }

  protected override handleEvents(events: number): void {
    if (events & os.READ) this.handleRead()
    if (this.closed()) return
    const fault = events & os.ERROR ? this.#fault() : null
    if (events & os.WRITE) this.#handleWrite(fault)
    if (fault && !this.closed()) this.error = fault
  }

  protected override wanted(): number {
    const reading = this.reading() ? os.READ : 0
    return reading | (this.writing() ? os.WRITE : 0)
  }

  #handleWrite(fault: unknown): void {
    if (this.connecting) this.#handleConnect(fault)
    if (!this.closed()) this.#send()
  }

  #handleConnect(fault: unknown): void {
    if (fault) {
      this.complain('Connect error on fd', fault)
      this.close(fault)
      return
    }
    const callback = this.#onConnect
    this.#onConnect = undefined
    if (callback) this.runCallback(callback)
    this.connecting = false
  }

  /** Sends until all has left or the socket is full. */
  #send(): void {
    try {
      while (this.writing() && this.#sendFirst());
    } catch (error) {
      this.complain('Write error on', error)
      this.close(error)
      return
    }
    const callback = this.#onWritten
    if (this.writing() || !callback) return
    this.#onWritten = undefined
    this.runCallback(callback)
  }

  /** Sends some of the bytes. False: the socket takes no more. */
  #sendFirst(): boolean {
    const bytes = this.#buffer.first(MOST)
    const sent = os.sendNow(this.fd, bytes)
    this.#buffer.drop(sent)
    return sent === bytes.length
  }

  /** What is wrong with the socket, null if nothing is. */
  #fault(): unknown {
    try {
      os.recvNow(this.fd, 0)
      return null
    } catch (error) {
      return error
    }
  }
}

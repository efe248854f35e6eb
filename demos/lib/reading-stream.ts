/** The half of a stream that reads (Tornado 2.4.1's IOStream). */
import { AssertionError } from 'assertion-error'
import { BaseStream } from 'base-stream'
import * as os from 'os'
import { ReadBuffer } from 'read-buffer'
import { type OnData, Read } from 'stream-read'

/** One read at a time; what nobody has asked for yet is kept. */
export abstract class ReadingStream extends BaseStream {
  /** The request that the last bytes belong to. */
  request = 0
  /** Most bytes that one system call reads. */
  protected abstract readonly chunk: number
  /** A stream with as many bytes that nobody reads closes. */
  protected abstract readonly limit: number
  protected connecting = false
  readonly #buffer = new ReadBuffer()
  #read: Read | undefined

  /** Everything up to the delimiter, and the delimiter. */
  readUntil(delimiter: string, callback: OnData): void {
    this.#begin(new Read({ delimiter }, callback))
    this.#readNow()
  }

  /** Everything up to the end of the first match. */
  readUntilRegex(pattern: RegExp, callback: OnData): void {
    this.#begin(new Read({ pattern }, callback))
    this.#readNow()
  }

  /** So many bytes; `streaming` gets them as they come, if it's there. */
  readBytes(count: number, callback: OnData, streaming?: OnData): void {
    this.#begin(new Read({ count }, callback, streaming))
    this.#readNow()
  }

  /** All that comes until the peer closes; `streaming` as above. */
  readUntilClose(callback: OnData, streaming?: OnData): void {
    const read = new Read('closed', callback, streaming)
    this.#begin(read)
    if (!this.closed()) {
      this.listen(os.READ)
      return
    }
    // As the original: `streaming` gets the rest even if it's nothing.
    this.#streamAll(read)
    this.#finish(read, this.#buffer.size)
  }

  /** Whether somebody waits for bytes. */
  reading(): boolean {
    return this.#read !== undefined
  }

  /** The socket has bytes, or its end, for us. */
  protected handleRead(): void {
    try {
      this.#receiveAll()
    } catch (error) {
      console.error('error on read:', error)
      this.close(error)
      return
    }
    if (!this.#deliver()) this.tellClosed()
  }

  /** Whoever reads until the end gets what there is. */
  protected override beforeClose(): void {
    const read = this.#read
    if (!read?.untilClosed) return
    this.#stream(read)
    this.#finish(read, this.#buffer.size)
  }

  #begin(read: Read): void {
    if (this.#read) throw new AssertionError('Already reading')
    this.#read = read
  }

  /** From the buffer, else from the socket, else when the loop says so. */
  #readNow(): void {
    if (this.#deliver()) return
    this.checkOpen()
    this.#receiveAll()
    if (this.#deliver()) return
    if (this.listening && !this.connecting) this.listen(os.READ)
    else this.listenForEnd()
  }

  /** Gives the read what it waits for, if that is there. */
  #deliver(): boolean {
    const read = this.#read
    if (!read) return false
    if (read.streaming) this.#stream(read)
    const count = read.measure(this.#buffer)
    if (count < 0) return false
    this.#finish(read, count)
    return true
  }

  #stream(read: Read): void {
    if (this.#buffer.size > 0) this.#streamAll(read)
  }

  #streamAll(read: Read): void {
    const { streaming } = read
    if (streaming)
      this.runCallback(streaming, read.takeChunk(this.#buffer))
  }

  #finish({ callback }: Read, count: number): void {
    this.#read = undefined
    this.runCallback(callback, this.#buffer.take(count))
  }

  /** Reads until the socket says that there is nothing more. */
  #receiveAll(): void {
    this.holdClose(() => {
      while (this.#receive());
    })
  }

  /** Reads one chunk. False: another attempt would find nothing. */
  #receive(): boolean {
    const received = this.#receiveChunk()
    if (!received) return false
    const { data, request, more } = received
    if (data === '') {
      this.close()
      return false
    }
    this.request = request
    this.#buffer.append(data)
    if (this.#buffer.size < this.limit) return more
    console.error('Reached maximum read buffer size')
    this.close()
    throw new os.OSError('ENOBUFS', 'Reached maximum read buffer size')
  }

  #receiveChunk(): os.Chunk | undefined {
    try {
      return os.recvNow(this.fd, this.chunk)
    } catch (error) {
      this.complain('Read error on', error)
      this.close(error)
      throw error
    }
  }
}

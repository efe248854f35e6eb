/** One end of a byte stream as the kernel keeps it: what has arrived, and how much more may be sent. */
import type { Errno } from './syscalls.ts'

/** Bytes that lie in either direction before the sender has to wait. */
export const WINDOW = 65_536

export class Connection {
  readonly id: number
  /** For people: `client 3`, `connection 2`. */
  peer: string
  /** The request whose bytes are arriving, 0 if none. */
  request = 0
  state: 'connecting' | 'open' | 'failed' = 'open'
  error: Errno | undefined
  /** The peer will send no more. */
  ended = false
  /** This side will send no more. */
  shut = false
  /** The peer has closed: it takes nothing more either. Known of connections inside the kernel only. */
  gone = false
  /** The other end, if that is in the kernel, too: what it has not read yet is what is under way. */
  twin: Connection | undefined
  #chunks: Uint8Array[] = []
  #buffered = 0
  #credit = WINDOW

  constructor(id: number, peer: string) {
    this.id = id
    this.peer = peer
  }

  get readable(): boolean {
    return this.#buffered > 0 || this.ended || this.state === 'failed'
  }

  get writable(): boolean {
    return this.state !== 'connecting' && (this.gone || this.#room > 0)
  }

  /** Whether the network should hold back what comes in. */
  get full(): boolean {
    return this.#buffered >= WINDOW
  }

  /** Whether bytes have arrived that nobody has taken. */
  get holds(): boolean {
    return this.#buffered > 0
  }

  /** How many bytes may still be put under way. */
  get #room(): number {
    return this.twin ? WINDOW - this.twin.#buffered : this.#credit
  }

  /** Keeps bytes that have arrived. */
  receive(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.#buffered += bytes.length
  }

  /** Takes at most `max` of the bytes that have arrived. */
  take(max: number): Uint8Array {
    const taken = new Uint8Array(Math.min(max, this.#buffered))
    let offset = 0
    while (offset < taken.length) {
      const chunk = this.#chunks[0]!
      const part = chunk.subarray(0, taken.length - offset)
      taken.set(part, offset)
      offset += part.length
      if (part.length === chunk.length) this.#chunks.shift()
      else this.#chunks[0] = chunk.subarray(part.length)
    }
    this.#buffered -= taken.length
    return taken
  }

  /** How many of `wanted` bytes may go out now; they count as under way until `drained`. */
  reserve(wanted: number): number {
    const granted = this.state === 'connecting' ? 0 : Math.min(wanted, this.#room)
    this.#credit -= granted
    return granted
  }

  /** The peer has closed without reading all: nothing more comes, and nothing can be sent. */
  cut(): void {
    this.state = 'failed'
    this.error = 'ECONNRESET'
  }

  /** The network has taken so many bytes. */
  drained(bytes: number): void {
    this.#credit = Math.min(WINDOW, this.#credit + bytes)
  }
}

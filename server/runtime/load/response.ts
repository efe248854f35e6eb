/** Reads one HTTP response as its bytes come in. Only the head is kept, and only so much is read: a server can send without end. */

import { Chunks } from './chunks.ts'

/** A whole response, as far as a client of a demo cares. */
export interface Answer {
  status: number
  /** Bytes of the body. */
  bytes: number
  /** The server keeps the connection open. */
  keepAlive: boolean
}

/** Most bytes that a head may have. */
const HEAD_LIMIT = 16_384
/** Most bytes that a body may have. */
const BODY_LIMIT = 16 << 20
const BEGINNING = 'HTTP/1.'

interface Head {
  status: number
  /** Undefined: the body comes in chunks, or goes on until the server closes. */
  length: number | undefined
  chunks: Chunks | undefined
  keepAlive: boolean
}

export class ResponseReader {
  #text = ''
  #head: Head | undefined
  #body = 0

  /** Adds bytes; answers the response once it is complete. `ended` means that no more will come. */
  add(bytes: Uint8Array, ended = false): Answer | undefined {
    if (this.#head) this.#addToBody(this.#head, bytes)
    else if (this.problem === undefined) this.#addToHead(bytes)
    const head = this.#head
    if (!head || !this.#complete(head, ended)) return undefined
    const answer = { status: head.status, bytes: this.#bytesOf(head), keepAlive: head.keepAlive }
    this.#head = undefined
    this.#body = 0
    return answer
  }

  /** What to say of a response that the server has broken off; undefined if it had not begun. */
  get cut(): string | undefined {
    const head = this.#head
    if (!head) return undefined
    const came = head.chunks?.bytes ?? this.#body
    const whole = head.length === undefined ? '' : ` of ${head.length}`
    return `the answer was cut: status ${head.status}, ${came}${whole} bytes`
  }

  /** Why what has come can't become a response that anybody would wait for; undefined if it can. */
  get problem(): string | undefined {
    if (this.#body > BODY_LIMIT) return `the answer is larger than ${BODY_LIMIT >> 20} MiB`
    if (this.#head?.chunks?.broken) return 'the answer is not in chunks'
    return this.#begins() && this.#text.length <= HEAD_LIMIT ? undefined : 'the answer is not HTTP'
  }

  #complete({ length, chunks }: Head, ended: boolean): boolean {
    if (chunks) return chunks.done
    return length === undefined ? ended : this.#body >= length
  }

  #bytesOf({ length, chunks }: Head): number {
    return chunks?.bytes ?? length ?? this.#body
  }

  #addToBody({ chunks }: Head, bytes: Uint8Array): void {
    this.#body += bytes.length
    chunks?.add(bytes)
  }

  #begins(): boolean {
    return BEGINNING.startsWith(this.#text.slice(0, BEGINNING.length))
  }

  #addToHead(bytes: Uint8Array): void {
    const before = this.#text.length
    for (const byte of bytes.subarray(0, HEAD_LIMIT + 1 - before)) this.#text += String.fromCharCode(byte)
    const end = this.#text.indexOf('\r\n\r\n')
    if (end < 0 || !this.#begins()) return
    this.#head = readHead(this.#text.slice(0, end))
    this.#text = ''
    this.#addToBody(this.#head, bytes.subarray(end + 4 - before))
  }
}

function readHead(head: string): Head {
  const chunked = /^transfer-encoding: *chunked/im.test(head)
  const length = chunked ? undefined : /^content-length: *(\d+)/im.exec(head)?.[1]
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0),
    length: length === undefined ? undefined : Number(length),
    chunks: chunked ? new Chunks() : undefined,
    keepAlive: (chunked || length !== undefined) && !/^connection: *close/im.test(head),
  }
}

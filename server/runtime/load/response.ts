/** Reads one HTTP response as its bytes come in. Only the head is kept, and only so much is read: a server can send without end. */

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
  /** Undefined: the body goes on until the server closes. */
  length: number | undefined
  keepAlive: boolean
}

export class ResponseReader {
  #text = ''
  #head: Head | undefined
  #body = 0

  /** Adds bytes; answers the response once it is complete. `ended` means that no more will come. */
  add(bytes: Uint8Array, ended = false): Answer | undefined {
    if (this.#head) this.#body += bytes.length
    else if (this.problem === undefined) this.#addToHead(bytes)
    const head = this.#head
    if (!head) return undefined
    const complete = head.length === undefined ? ended : this.#body >= head.length
    if (!complete) return undefined
    const answer = { status: head.status, bytes: head.length ?? this.#body, keepAlive: head.keepAlive }
    this.#head = undefined
    this.#body = 0
    return answer
  }

  /** Why what has come can't become a response that anybody would wait for; undefined if it can. */
  get problem(): string | undefined {
    if (this.#body > BODY_LIMIT) return `the answer is larger than ${BODY_LIMIT >> 20} MiB`
    return this.#begins() && this.#text.length <= HEAD_LIMIT ? undefined : 'the answer is not HTTP'
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
    this.#body = before + bytes.length - end - 4
    this.#text = ''
  }
}

function readHead(head: string): Head {
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0),
    length: length === undefined ? undefined : Number(length),
    keepAlive: length !== undefined && !/^connection: *close/im.test(head),
  }
}

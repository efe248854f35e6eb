/** Reads one HTTP response as its bytes come in. */

/** A whole response, as far as a client of a demo cares. */
export interface Answer {
  status: number
  /** Bytes of the body. */
  bytes: number
  /** The server keeps the connection open. */
  keepAlive: boolean
}

export class ResponseReader {
  #text = ''

  /** Adds bytes; answers the response once it is complete. `ended` means that no more will come. */
  add(bytes: Uint8Array, ended = false): Answer | undefined {
    for (const byte of bytes) this.#text += String.fromCharCode(byte)
    const end = this.#text.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    const head = this.#text.slice(0, end)
    const body = this.#text.length - end - 4
    const length = /^content-length: *(\d+)/im.exec(head)?.[1]
    const complete = length === undefined ? ended : body >= Number(length)
    if (!complete) return undefined
    this.#text = ''
    return {
      status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0),
      bytes: length === undefined ? body : Number(length),
      keepAlive: length !== undefined && !/^connection: *close/im.test(head),
    }
  }

  /** Whether anything of a response has come. */
  get begun(): boolean {
    return this.#text.length > 0
  }
}

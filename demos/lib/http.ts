/** HTTP over sockets that block. */
import { context } from 'context'
import { END_OF_HEAD, formatResponse, HTTPRequest } from 'http-message'
import { stand } from 'os'
import type { Socket } from 'socket'

/** The requests that a client sends, one after the other. */
export function requests(client: Socket): Requests {
  return new Requests(client)
}

class Requests {
  #client: Socket
  #buffer = ''

  constructor(client: Socket) {
    this.#client = client
  }

  [Symbol.iterator]() {
    return this
  }

  next(): IteratorResult<HTTPRequest, undefined> {
    const head = this.#readHead()
    if (head !== undefined)
      return { done: false, value: new HTTPRequest(head) }
    this.#client.close()
    return { done: true, value: undefined }
  }

  #readHead(): string | undefined {
    context.request = 0
    let end = this.#buffer.indexOf(END_OF_HEAD)
    while (end < 0) {
      const data = this.#client.recv(4096)
      if (!data) return undefined
      this.#buffer += data
      end = this.#buffer.indexOf(END_OF_HEAD)
    }
    end += END_OF_HEAD.length
    const head = this.#buffer.slice(0, end)
    this.#buffer = this.#buffer.slice(end)
    context.request = this.#client.request
    // From here on the thread works for this request: that shows.
    stand()
    return head
  }
}

/** Answers the request that was read last. */
export function respond(client: Socket, body: unknown, status = 200) {
  client.sendall(formatResponse(status, body))
}

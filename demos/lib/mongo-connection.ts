/** One connection of the blocking driver to the database. */
import type { Document } from 'bson'
import { HEADER, lengthOf, opMsg, parseBody } from 'wire'

/** The database refused a command. */
export class OperationFailure extends Error {
  override name = 'OperationFailure'
  code: number
  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}

/** The connection broke. */
export class AutoReconnect extends Error {
  override name = 'AutoReconnect'
}

/** The part of a socket that the driver needs. */
export interface Stream {
  recv(max: number): string
  sendall(bytes: string): void
  close(): void
}

/** How the driver gets its sockets. */
export type Connect = (host: string, port: number) => Stream

/** A command goes out, its answer comes in. */
export class Connection {
  #stream: Stream
  #requestId = 0

  constructor(stream: Stream) {
    this.#stream = stream
  }

  command(command: Document): Document {
    this.#requestId += 1
    this.#stream.sendall(opMsg(this.#requestId, command))
    const header = this.#receive(HEADER)
    const body = this.#receive(lengthOf(header) - HEADER)
    return check(parseBody(body))
  }

  close(): void {
    this.#stream.close()
  }

  #receive(length: number): string {
    let bytes = ''
    while (bytes.length < length) {
      const chunk = this.#stream.recv(length - bytes.length)
      if (!chunk) throw new AutoReconnect('connection closed')
      bytes += chunk
    }
    return bytes
  }
}

/** A command can succeed though one of the writes it carries fails. */
function check(reply: Document): Document {
  const [failed] = (reply.writeErrors as Document[] | undefined) ?? []
  if (reply.ok === 1 && !failed) return reply
  const { errmsg, code } = failed ?? reply
  throw new OperationFailure(String(errmsg), Number(code))
}

/** One client of the database: bytes in, bytes out. It never waits and never throws. */
import type { Services } from './command.ts'
import { answer } from './commands.ts'
import { MalformedError } from './document.ts'
import { encode } from './encode.ts'
import { Frames } from './frames.ts'
import { databaseName, type Message, readMessage, writeReply } from './message.ts'

/** What came of some bytes. With `close` the connection is over, and the text says why. */
export interface Received {
  replies: Uint8Array[]
  close?: string
}

/** A client's side of the server, from MongoServer.connect. */
export class MongoConnection {
  readonly #services: Services
  readonly #id: number
  readonly #frames = new Frames()
  #lastReply = 0
  #closed: string | undefined

  constructor(services: Services, id: number) {
    this.#services = services
    this.#id = id
  }

  /** Takes bytes, cut anywhere, and gives the replies to the messages they complete, in order. Keeps a view of
   * bytes that complete none, so they must not be overwritten. */
  receive(bytes: Uint8Array): Received {
    const replies: Uint8Array[] = []
    try {
      if (this.#closed === undefined) {
        for (const message of this.#frames.push(bytes)) this.#serve(readMessage(message), replies)
      }
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      this.#closed = error.message
    }
    return this.#closed === undefined ? { replies } : { replies, close: this.#closed }
  }

  /** The client is gone. Its cursors stay until they are killed, as on mongod. */
  close(): void {
    this.#closed ??= 'the connection is closed'
  }

  #serve(message: Message, replies: Uint8Array[]): void {
    const { body, sequences } = message
    body.check()
    for (const documents of sequences.values()) for (const document of documents) document.check()
    const name = body.fields[0]?.name ?? ''
    const database = databaseName(message)
    const call = { services: this.#services, name, database, body, sequences, connection: this.#id }
    const reply = answer(call)
    if (!message.moreToCome) replies.push(writeReply(++this.#lastReply, message, encode(reply).bytes))
  }
}

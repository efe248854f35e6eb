/**
 * One client of the database: bytes in, bytes out. It never throws. A command that has to wait is answered
 * later; what the client sent after it waits too.
 */

import { type Document, MalformedError } from './bson/document.ts'
import { encode, type Reply } from './bson/encode.ts'
import { double } from './bson/values.ts'
import type { Call, Client, Operation, Services } from './command.ts'
import { CommandError, Hangup } from './command-error.ts'
import { isAwaited } from './commands/hello.ts'
import { answer, failure, LEGACY_ADVICE, lookAgain, type Parked } from './commands.ts'
import { checkMessageSize } from './storage/identity.ts'
import { Wait } from './wait.ts'
import { Frames } from './wire/frames.ts'
import {
  databaseName,
  type Head,
  type Message,
  readHead,
  readMessage,
  type Special,
  writeReply,
} from './wire/message.ts'

/** What mongod tells those who still read by OP_QUERY. */
const NO_QUERY = {
  $err: `OP_QUERY is no longer supported. ${LEGACY_ADVICE}`,
  code: 5739101,
  ok: double(0),
}

/** Bytes of replies after which a connection lets others have their turn, and its client read. */
const BUDGET = 1024 * 1024

/** What came of some bytes. With `close` the connection is over, and the text says why. */
export interface Received {
  replies: Uint8Array[]
  close?: string
}

/** What the server tells a connection at its making. */
export interface Place {
  services: Services
  id: number
  address: string
  /** Those connections of the server that wait. */
  waiting: Set<MongoConnection>
  forget: () => void
}

/** A command that waits, and the message it came in. */
interface Asked extends Parked {
  readonly head: Head
}

/** A client's side of the server, from MongoServer.connect. */
export class MongoConnection implements Client {
  readonly id: number
  readonly address: string
  metadata: Document | undefined
  /** While true no further message is served: the client doesn't read its replies. */
  held = false
  readonly #place: Place
  readonly #frames = new Frames()
  readonly #inbox: Uint8Array[] = []
  #parked: Asked | undefined
  #lastReply = 0
  /** The client sends nothing more. */
  #ended = false
  /** Why nothing after the inbox can be understood. */
  #broken: string | undefined
  #closed: string | undefined

  constructor(place: Place) {
    this.#place = place
    this.id = place.id
    this.address = place.address
  }

  /** What it waits for, if anything. */
  get operation(): Operation | undefined {
    return this.#parked
  }

  /** Nothing is left to do for it until its client sends something. */
  get idle(): boolean {
    return !this.#parked && this.#inbox.length === 0
  }

  /** When its waiting is over, ms since the epoch; 0 if it only has more to do. Undefined if it doesn't wait. */
  get deadline(): number | undefined {
    if (this.#parked) return this.#parked.wait.until
    return this.idle || this.held ? undefined : 0
  }

  /** How many bytes wait behind a command that waits. Whoever carries the bytes can stop reading at some point. */
  get backlog(): number {
    return sizeOf(this.#inbox)
  }

  /**
   * Takes bytes, cut anywhere, and gives the replies to the messages they complete, in order. Keeps a view of
   * them, so they must not be overwritten. Afterwards the server's `due` has what others are answered now, and
   * the rest for this one if its replies took more than a MiB.
   */
  receive(bytes: Uint8Array): Received {
    this.#place.services.counters.bytesIn += bytes.length
    try {
      if (!this.#broken) for (const message of this.#frames.messages(bytes)) this.#inbox.push(message)
    } catch (error) {
      this.#broken = reason(error)
    }
    return this.look()
  }

  /** Looks whether what it waits for has come, and goes on with what the client sent after it. */
  look(): Received {
    const replies: Uint8Array[] = []
    try {
      while (this.#closed === undefined && sizeOf(replies) < BUDGET && this.#step(replies));
      if (this.idle) this.#closed ??= this.#broken
    } catch (error) {
      this.#closed = reason(error)
    }
    if (this.#closed !== undefined) this.close()
    else if (this.idle) this.#place.waiting.delete(this)
    else this.#place.waiting.add(this)
    return this.#closed === undefined ? { replies } : { replies, close: this.#closed }
  }

  /** The client sends nothing more. What it asked for is answered, and no command waits any longer. */
  end(): Received {
    this.#ended = true
    return this.look()
  }

  /** The client is gone. Its cursors stay until they are killed or idle for long, as on mongod. */
  close(): void {
    this.#closed ??= 'the connection is closed'
    this.#parked?.wait.abandon()
    this.#parked = undefined
    this.#inbox.length = 0
    this.#place.waiting.delete(this)
    this.#place.forget()
  }

  /** One reply or one message further; false if there is nothing to do now. */
  #step(replies: Uint8Array[]): boolean {
    const parked = this.#parked
    if (parked) {
      const last = this.#ended || this.#place.services.now() >= parked.wait.until
      const found = lookAgain(parked, last)
      if (found instanceof Wait) parked.wait = found
      else if (found) {
        this.#parked = undefined
        this.#settle(parked, found, replies)
      }
      return found !== undefined
    }
    const bytes = this.held ? undefined : this.#inbox.shift()
    if (bytes) this.#serve(bytes, replies)
    return bytes !== undefined
  }

  /** Answers what has waited. A client that waits for news, and allows it, needn't ask again for the next. */
  #settle({ head, call }: Asked, reply: Reply, replies: Uint8Array[]): void {
    const moreToCome = head.exhaustAllowed === true && isAwaited(call) && !('code' in reply) && !this.#ended
    this.#reply(head, reply, replies, { moreToCome })
    if (moreToCome) this.#ask({ ...head, id: this.#lastReply }, call, replies)
  }

  #serve(bytes: Uint8Array, replies: Uint8Array[]): void {
    const head = readHead(bytes)
    try {
      const message = readMessage(bytes)
      checkDocuments(message)
      this.#run(message, replies)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      this.#reply(head, failure(error, this.#place.services), replies)
    }
  }

  #run(message: Message, replies: Uint8Array[]): void {
    const { body, sequences, legacy, namespace } = message
    if (legacy && namespace === '') throw new MalformedError('a reply came where a question was expected')
    if (legacy && !namespace.endsWith('.$cmd')) {
      this.#reply(message, NO_QUERY, replies, { failed: true })
      return
    }
    const { services } = this.#place
    services.counters.requests++
    const name = body.fields[0]?.name ?? ''
    const call = { services, name, database: databaseName(message), body, sequences, legacy, client: this }
    this.#ask(message, call, replies)
  }

  #ask(head: Head, call: Call, replies: Uint8Array[]): void {
    const { counters, now } = call.services
    const id = ++counters.operations
    const found = answer(call)
    if (!(found instanceof Wait)) this.#reply(head, found, replies)
    else this.#parked = { id, call, since: now(), killed: false, head, wait: found }
  }

  #reply(head: Head, reply: Reply, replies: Uint8Array[], special?: Special): void {
    if ('code' in reply) this.#place.services.counters.errors++
    if (head.moreToCome) return
    const bytes = writeReply(++this.#lastReply, head, encode(reply).bytes, special)
    this.#place.services.counters.bytesOut += bytes.length
    replies.push(bytes)
  }
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  let size = 0
  for (const { length } of chunks) size += length
  return size
}

/** Why a connection can't go on. Throws what is a mistake of this server. */
function reason(error: unknown): string {
  if (error instanceof MalformedError || error instanceof Hangup) return error.message
  throw error
}

function checkDocuments({ body, sequences }: Message): void {
  checkDocument(body)
  for (const [name, documents] of sequences) {
    if (body.get(name)) {
      throw new CommandError(40433, `Duplicate field between body and document sequence ${name}`)
    }
    for (const document of documents) checkDocument(document)
  }
}

function checkDocument(document: Document): void {
  try {
    checkMessageSize(document)
    document.check()
  } catch (error) {
    if (error instanceof MalformedError) throw new CommandError(22, error.message)
    throw error
  }
}

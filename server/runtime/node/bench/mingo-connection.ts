/** What a MongoDB server in JavaScript would be with mingo behind our protocol: inserts, finds and aggregates only. */
import { BSON } from 'bson'
import { Aggregator, Query } from 'mingo'
import { Frames } from '../../../mongo/wire/frames.ts'
import { readMessage, writeReply } from '../../../mongo/wire/message.ts'

interface Command {
  documents?: object[]
  filter?: Record<string, unknown>
  pipeline?: Record<string, unknown>[]
}

/** A client's side of it. Throws on any other command: a figure of that would be a lie. */
export class MingoConnection {
  readonly #frames = new Frames()
  readonly #collections: Map<string, object[]>

  constructor(collections: Map<string, object[]>) {
    this.#collections = collections
  }

  /** Bytes in, replies out. */
  receive(bytes: Uint8Array): Uint8Array[] {
    return this.#frames.push(bytes).map((frame) => {
      const message = readMessage(frame)
      const command = BSON.deserialize(message.body.bytes) as Command
      return writeReply(0, message, BSON.serialize(this.#answer(command)))
    })
  }

  #answer(command: Command): object {
    const [name = '', collection] = Object.entries(command)[0] ?? []
    const documents = this.#collections.get(String(collection)) ?? []
    if (name === 'insert') {
      const inserted = command.documents ?? []
      this.#collections.set(String(collection), [...documents, ...inserted])
      return { n: inserted.length, ok: 1 }
    }
    const firstBatch = found(name, command, documents)
    return { cursor: { firstBatch, id: BSON.Long.ZERO, ns: `bench.${collection}` }, ok: 1 }
  }
}

function found(name: string, { filter, pipeline }: Command, documents: object[]): object[] {
  if (name === 'find') return new Query(filter ?? {}).find<object>(documents).all()
  if (name === 'aggregate') return new Aggregator(pipeline ?? []).run(documents as Record<string, unknown>[])
  throw new Error(`mingo is not asked to ${name} here`)
}

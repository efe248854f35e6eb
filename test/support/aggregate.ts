/** Runs aggregation pipelines for a test, each on a server of its own. */
import { Document } from '../../server/mongo/bson/document.ts'
import type { MongoServer } from '../../server/mongo/server.ts'
import { showDocument } from './show.ts'
import { ask, opMsg, testServer } from './wire.ts'

/** Collections by name. */
export type Data = Readonly<Record<string, readonly object[]>>

const a = [
  { _id: 1, t: 'x', n: 5, tags: ['p', 'q'] },
  { _id: 2, t: 'y', n: 3, tags: [] },
  { _id: 3, t: 'x', n: 8 },
]
const b = [
  { _id: 10, k: 1, v: 'p' },
  { _id: 11, k: 1, v: 'r' },
  { _id: 12, k: 3, v: 'q' },
]

/** What pipelines run over when a case doesn't say. */
export const DATA: Data = { a, b }

/** A pipeline, what comes out of it, and the collections: it runs over `a`. */
export type PipelineCase = [pipeline: object[] | unknown[], made: string, data?: Data]

/** A server that has these collections. */
export function serverWith(data: Data): MongoServer {
  const server = testServer()
  for (const [insert, documents] of Object.entries(data)) ask(server, { insert, documents })
  return server
}

/** The documents as texts with their types, or code and message of the error; after `->` what the collection `o` then holds. */
export function aggregate(pipeline: unknown[], data: Data = DATA): string {
  const server = serverWith(data)
  const made = run(server, { aggregate: 'a', pipeline, cursor: {} })
  return data['o'] || made === '' ? `${made}-> ${run(server, { find: 'o' })}` : made
}

function run(server: MongoServer, command: object): string {
  const { replies } = server.connect().receive(opMsg(command))
  const reply = new Document(replies[0]!.subarray(21))
  const batch = reply.get('cursor')?.document.get('firstBatch')
  if (batch) return batch.elements.map((value) => showDocument(value.document)).join(' ')
  const message = reply
    .get('errmsg')!
    .text.replace('PlanExecutor error during aggregation :: caused by :: ', '')
  return `${reply.get('code')!.int32} ${message}`
}

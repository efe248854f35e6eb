/** What the suites of this folder share: a server and a client a suite, collections of their own a case. */
import { randomBytes } from 'node:crypto'
import {
  type Collection,
  type Db,
  type Document,
  MongoClient,
  type MongoClientOptions,
  type MongoServerError,
  type RunCommandOptions,
} from 'mongodb'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { MONGODS, type Mongod, type Running } from './mongods.ts'

/** A document whose fields a case makes up. */
export interface Doc extends Document {
  _id: number | string | null
  n?: number
}

/** What a command that opens or reads a cursor answers. */
export interface CursorReply {
  cursor: { id: number | bigint; ns: string; firstBatch: Doc[]; nextBatch: Doc[] }
  ok: number
}

/** What `explain` answers, as far as it's the same for all versions. */
export interface Explanation {
  queryPlanner: { namespace: string; winningPlan: Document & { stage: string } }
  executionStats: { nReturned: number; totalKeysExamined: number; totalDocsExamined: number }
}

/** What a rejected promise told. */
export interface Failure {
  name: string
  code: number | undefined
  codeName: string | undefined
  message: string
  labels: string[]
  /** What the server answered, where a server did. */
  reply: Document | undefined
  /** The error itself. */
  error: Error
}

/** After a broken connection a driver asks the server how it is, but not more often than this, ms. */
const QUICK = { minHeartbeatFrequencyMS: 20 } as const

/** Makes the name of a suite's database: MONGODB_URI may name a server that others use, too. */
function databaseName(): string {
  return `contract_${randomBytes(6).toString('hex')}`
}

/** A server and its clients, for the cases of one suite. */
export class Mongo {
  /** Whether the server is ours alone, so that fail points may be set on it. */
  readonly own: boolean
  readonly #mongod: Mongod
  readonly #name = databaseName()
  readonly #opened: MongoClient[] = []
  #running: Running | undefined
  #client: MongoClient | undefined
  #collections = 0

  constructor(mongod: Mongod) {
    this.#mongod = mongod
    this.own = mongod.own
  }

  /** The client that all cases share. */
  get client(): MongoClient {
    return this.#client!
  }

  /** The database that all cases share; it goes with the suite. */
  get db(): Db {
    return this.client.db(this.#name)
  }

  /** Where the server listens. */
  get uri(): string {
    return this.#running!.uri
  }

  /** Runs a command on the suite's database. */
  async command<T = Document>(command: Document, options: RunCommandOptions = {}): Promise<T> {
    return (await this.db.command(command, options)) as T
  }

  /** A collection that is nowhere yet. */
  fresh<T extends Document = Doc>(): Collection<T> {
    return this.db.collection<T>(`c${++this.#collections}`)
  }

  /** A collection with these documents. */
  async with<T extends Document = Doc>(...documents: Document[]): Promise<Collection<T>> {
    const collection = this.fresh<T>()
    await collection.insertMany(documents as never)
    return collection
  }

  /** A client of a case's own; it is closed after the case. */
  async connect(options: MongoClientOptions = {}, query = ''): Promise<MongoClient> {
    const client = new MongoClient(`${this.uri}${query}`, { ...QUICK, ...options })
    this.#opened.push(client)
    return client.connect()
  }

  async start(): Promise<void> {
    this.#running = await this.#mongod.start()
    this.#client = await MongoClient.connect(this.#running.uri, QUICK)
  }

  async leaveCase(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((client) => client.close()))
  }

  async stop(): Promise<void> {
    if (!this.own) await this.#client?.db(this.#name).dropDatabase()
    await this.#client?.close()
    await this.#running?.stop()
  }
}

/** Registers a suite once for each server there is. */
export function onEachMongod(title: string, cases: (mongo: Mongo) => void): void {
  describe.each(MONGODS.map((mongod) => [mongod.name, mongod] as const))(`${title}, on %s`, (_, mongod) => {
    const mongo = new Mongo(mongod)
    beforeAll(() => mongo.start())
    afterEach(() => mongo.leaveCase())
    afterAll(() => mongo.stop())
    cases(mongo)
  })
}

/** What a promise rejects with. Throws if it doesn't. */
export async function failure(promise: Promise<unknown>): Promise<Failure> {
  const error = (await promise.then(
    (value) => {
      throw new Error(`nothing failed, but this was answered: ${JSON.stringify(value)}`)
    },
    (reason: unknown) => reason,
  )) as MongoServerError
  const { name, message, code, codeName, errorLabels, errorResponse } = error
  return {
    name,
    message,
    code,
    codeName,
    labels: [...(errorLabels ?? [])],
    reply: errorResponse,
    error,
  } as Failure
}

/** Numbered documents: `{ _id: 0, n: 0 }` and so on; `n` counts up to `modulo` only. */
export function numbered(count: number, modulo = count): { _id: number; n: number }[] {
  return Array.from({ length: count }, (_, _id) => ({ _id, n: _id % modulo }))
}

/** The ids of documents, in their order. */
export function ids(documents: readonly Document[]): unknown[] {
  return documents.map(({ _id }) => _id)
}

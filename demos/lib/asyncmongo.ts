/**
 * A driver for Tornado's loop the way AsyncMongo was one, before Motor.
 * It's here to be compared with Motor, faults and all: a copy of parts of
 * the blocking driver that fell behind. No demo but that one uses it.
 */
import {
  type AsyncConnection,
  ConnectionPool,
} from 'asyncmongo-connection'
import { type Document, Long } from 'bson'

export {
  InterfaceError,
  TooManyConnections,
} from 'asyncmongo-connection'

/** Called with the response and null, or null and the error. */
export type Callback = (
  response: Document | Document[] | null,
  error: Error | null,
) => void

/** The database refused something. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
}

/** There is such a key already. */
export class IntegrityError extends DatabaseError {
  override name = 'IntegrityError'
}

/** Where the database is, and how many connections there may be. */
export interface Options {
  host?: string
  port?: number
  /** Default 0: any number. One more raises TooManyConnections. */
  maxconnections?: number
}

/** What a query may ask for. */
export interface Find {
  singleBatch?: boolean
  sort?: Document
  skip?: number
  limit?: number
  projection?: Document
  batchSize?: number
}

/**
 * A client of one database (AsyncMongo 1.2). Its faults: it connects
 * blocking; `find` answers with the first batch and drops the rest; if all
 * connections are in use, it raises; `findOne` that finds nothing gives [].
 *
 * ```ts callbacks
 * import { Client } from 'asyncmongo'
 * import { IOLoop } from 'ioloop'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   const matches = new Client('worldcup').collection('matches')
 *   matches.find({ stage: 'Final' }, (response, error) => {
 *     console.log(response, error)
 *     loop.stop()
 *   })
 *   loop.start()
 * }
 * ```
 */
export class Client {
  readonly #dbname: string
  readonly #pool: ConnectionPool

  constructor(
    dbname: string,
    {
      host = 'mongodb',
      port = 27017,
      maxconnections = 0,
    }: Options = {},
  ) {
    this.#dbname = dbname
    this.#pool = new ConnectionPool(host, port, maxconnections)
  }

  collection(name: string): AsyncCollection {
    return new AsyncCollection(this.#pool, this.#dbname, name)
  }
}

/** A collection (AsyncMongo 1.2): the callback is the last argument. */
class AsyncCollection {
  readonly #pool: ConnectionPool
  readonly #dbname: string
  readonly #name: string

  constructor(pool: ConnectionPool, dbname: string, name: string) {
    this.#pool = pool
    this.#dbname = dbname
    this.#name = name
  }

  /** The documents of the first batch: there may be more. */
  find(filter: Document, ...how: [Callback] | [Find, Callback]): void {
    const callback = how.pop() as Callback
    const [options] = how as [Find?]
    const command = { find: this.#name, filter, ...options }
    this.#run(command, callback, ({ cursor }) => {
      const { firstBatch, id } = cursor as Batch
      if (id) this.#killCursor(id)
      return firstBatch
    })
  }

  /** The document, or [] if there's none. */
  findOne(filter: Document, callback: Callback): void {
    const one = { limit: 1, singleBatch: true }
    this.find(filter, one, (found, error) => {
      const [document] = (found as Document[] | null) ?? []
      callback(document ?? found, error)
    })
  }

  insert(document: Document, callback: Callback): void {
    const command = { insert: this.#name, documents: [document] }
    this.#run(command, callback, (answer) => [answer])
  }

  #run(
    command: Document,
    callback: Callback,
    responseOf: (answer: Document) => Document[],
  ): void {
    const connection: AsyncConnection = this.#pool.connection()
    const message = { ...command, $db: this.#dbname }
    connection.sendMessage(message, (answer, failure) => {
      const error = failure ?? errorIn(answer!)
      if (error) callback(null, error)
      else callback(responseOf(answer!), null)
    })
  }

  /** What isn't in the first batch nobody will see. */
  #killCursor(id: unknown): void {
    const killCursors = this.#name
    const command = {
      killCursors,
      cursors: [new Long(`${id}`)],
      $db: this.#dbname,
    }
    this.#pool.connection().sendMessage(command)
  }
}

interface Batch {
  firstBatch: Document[]
  id: unknown
}

const DUPLICATE_KEY = 11000

function errorIn(answer: Document): Error | null {
  const [failed] = (answer.writeErrors as Document[] | undefined) ?? []
  if (answer.ok === 1 && !failed) return null
  const { code, errmsg } = failed ?? answer
  const duplicate = code === DUPLICATE_KEY
  return new (duplicate ? IntegrityError : DatabaseError)(
    String(errmsg),
  )
}

/** A blocking client for a cache, in memcached's text protocol. */
import { Socket } from 'socket'

/** The part of a socket that the client needs. */
interface Stream {
  recv(max: number): string
  sendall(bytes: string): void
  close(): void
}

/** Where the cache is, and how to get there. */
export interface CacheOptions {
  /** Default `cache`. */
  host?: string
  /** Default 11211. */
  port?: number
  /** Where sockets come from, default `Socket.connect`. */
  connect?: (host: string, port: number) => Stream
}

/** The cache refuses, or says what nobody understands. */
export class CacheError extends Error {
  override name = 'CacheError'
}

/**
 * A client of a cache that speaks memcached 1.6's text protocol: values
 * are texts, one call at a time on each connection. Throws CacheError if
 * the cache refuses, OSError if it can't be reached.
 *
 * ```ts blocked
 * import { CacheClient } from 'cache-client'
 *
 * export function main() {
 *   const cache = new CacheClient()
 *   cache.set('greeting', 'hello')
 *   console.log(cache.get('greeting'), cache.get('farewell'))
 *   cache.close()
 * }
 * ```
 */
export class CacheClient {
  readonly #connect: () => Stream
  #idle: Connection[] = []

  constructor(options: CacheOptions = {}) {
    const { host = 'cache', port = 11211, connect } = options
    this.#connect = () =>
      connect ? connect(host, port) : Socket.connect(host, port)
  }

  /** The value, null if there is none. */
  get(key: string): string | null {
    const connection = this.#ask(`get ${checked(key)}\r\n`)
    const value = connection.value()
    this.#idle.push(connection)
    return value
  }

  /** Keeps a value. */
  set(key: string, value: string): void {
    const bytes = $encodeText(value)
    const head = `set ${checked(key)} 0 0 ${bytes.length}`
    const connection = this.#ask(`${head}\r\n${bytes}\r\n`)
    connection.expect('STORED')
    this.#idle.push(connection)
  }

  /** Whether there was such a value. */
  delete(key: string): boolean {
    const connection = this.#ask(`delete ${checked(key)}\r\n`)
    const answer = connection.expect('DELETED', 'NOT_FOUND')
    this.#idle.push(connection)
    return answer === 'DELETED'
  }

  /** Closes the connections; the next call opens another one. */
  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close()
  }

  #ask(command: string): Connection {
    const connection =
      this.#idle.pop() ?? new Connection(this.#connect())
    connection.send(command)
    return connection
  }
}

/** One connection, and what has come that nobody has read yet. */
class Connection {
  readonly #stream: Stream
  #buffer = ''

  constructor(stream: Stream) {
    this.#stream = stream
  }

  send(command: string): void {
    this.#stream.sendall(command)
  }

  /** The value that comes next, and the line after it. */
  value(): string | null {
    const line = this.#line()
    if (line === 'END') return null
    const [word, , , length] = line.split(' ')
    if (word !== 'VALUE') this.#refuse(line)
    const value = this.#take(Number(length) + 2).slice(0, -2)
    this.expect('END')
    return $decodeText(value)
  }

  /** One of these lines; anything else is an error. */
  expect(...words: string[]): string {
    const line = this.#line()
    return words.includes(line) ? line : this.#refuse(line)
  }

  close(): void {
    this.#stream.close()
  }

  #line(): string {
    while (!this.#buffer.includes('\r\n')) this.#receive()
    return this.#take(this.#buffer.indexOf('\r\n') + 2).slice(0, -2)
  }

  #take(length: number): string {
    while (this.#buffer.length < length) this.#receive()
    const bytes = this.#buffer.slice(0, length)
    this.#buffer = this.#buffer.slice(length)
    return bytes
  }

  #receive(): void {
    const bytes = this.#stream.recv(4096)
    if (!bytes) this.#refuse('nothing, and hung up')
    this.#buffer += bytes
  }

  /** Nobody knows what would come next. */
  #refuse(answer: string): never {
    this.close()
    throw new CacheError(`the cache answered ${answer}`)
  }
}

/** Spaces and line ends would be read as parts of the command. */
function checked(key: string): string {
  if (/^[!-~]{1,250}$/.test(key)) return key
  throw new CacheError('a key is 1 to 250 ASCII letters or signs')
}

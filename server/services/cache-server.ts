/**
 * A cache that speaks memcached's text protocol, as far as get, set, delete, version and quit go: values in
 * memory, one store for all connections of a run. Expiry times are read and not kept.
 */
import type { Answer, Call, Protocol, Service } from './protocol.ts'

/** Longest key, as in memcached. */
const KEY_LIMIT = 250
/** Longest value, bytes, as in memcached. */
const VALUE_LIMIT = 1 << 20
/** Longest line, characters. */
const LINE_LIMIT = 2048
/** Most bytes that all items together may have; beyond that the oldest go. */
const STORE_LIMIT = 16 << 20
/** What an item takes beside its key and value, bytes, as in memcached. */
const ITEM_SIZE = 50

interface Item {
  flags: string
  value: string
}

/** The service `cache:11211`. */
export function cacheServer(): Service {
  const store = new Store()
  return { host: 'cache', port: 11_211, open: () => new CacheProtocol(store) }
}

class Store {
  readonly #items = new Map<string, Item>()
  #bytes = 0

  get(key: string): Item | undefined {
    return this.#items.get(key)
  }

  set(key: string, item: Item): void {
    this.delete(key)
    this.#items.set(key, item)
    this.#bytes += sizeOf(key, item)
    for (const oldest of this.#items.keys()) {
      if (this.#bytes <= STORE_LIMIT) return
      this.delete(oldest)
    }
  }

  delete(key: string): boolean {
    const item = this.#items.get(key)
    if (item) this.#bytes -= sizeOf(key, item)
    return this.#items.delete(key)
  }
}

class CacheProtocol implements Protocol {
  readonly #store: Store
  #text = ''

  constructor(store: Store) {
    this.#store = store
  }

  receive(bytes: string): Call[] {
    this.#text += bytes
    const calls: Call[] = []
    for (let call = this.#next(); call; call = this.#next()) calls.push(call)
    return calls
  }

  #next(): Call | undefined {
    const end = this.#text.indexOf('\n')
    if (end < 0 && this.#text.length <= LINE_LIMIT) return undefined
    const line = this.#text.slice(0, Math.max(end, 0)).replace(/\r$/, '')
    const words = line.split(' ').filter((word) => word !== '')
    if (words[0] === 'set') return this.#set(words, end + 1)
    this.#text = end < 0 ? '' : this.#text.slice(end + 1)
    return this.#simple(words)
  }

  #simple(words: string[]): Call {
    const [command = '', ...keys] = words
    const label = words.join(' ').slice(0, 60)
    const fits = keys.length > 0 && keys.every(({ length }) => length <= KEY_LIMIT)
    if (command === 'quit') return { label, setup: true, answer: () => ({ bytes: '', last: true }) }
    if (command === 'version') return { label, answer: () => ({ bytes: 'VERSION 1.6.0\r\n' }) }
    if (command === 'get' && fits) return { label, answer: () => this.#get(keys) }
    if (command === 'delete' && fits) return { label, answer: () => this.#delete(keys) }
    return { label: label || 'an empty line', answer: () => ({ bytes: 'ERROR\r\n', result: ' → ERROR' }) }
  }

  /** Undefined until all of the value is there. */
  #set(words: string[], start: number): Call | undefined {
    const [, key = '', flags = '', expiry = '', size = '', noreply] = words
    const length = Number(size)
    const valid = /^\d{1,5}$/.test(flags) && /^-?\d+$/.test(expiry) && /^\d+$/.test(size)
    if (!valid || key.length > KEY_LIMIT || length > VALUE_LIMIT) return this.#refuse(start, length)
    if (this.#text.length < start + length + 2) return undefined
    const value = this.#text.slice(start, start + length)
    const ending = this.#text.slice(start + length, start + length + 2)
    this.#text = this.#text.slice(start + length + 2)
    const label = `set ${key}`
    if (ending !== '\r\n') return { label, answer: () => told('CLIENT_ERROR bad data chunk') }
    return {
      label,
      answer: () => {
        this.#store.set(key, { flags, value })
        return noreply === 'noreply' ? { bytes: '' } : told('STORED')
      },
    }
  }

  /** Nobody knows where the value of such a command ends: the service says why and hangs up if it is too long. */
  #refuse(start: number, length: number): Call {
    this.#text = this.#text.slice(start)
    if (!(length > VALUE_LIMIT)) return { label: 'set', answer: () => told('ERROR') }
    this.#text = ''
    const answer = told('SERVER_ERROR object too large for cache')
    return { label: 'set', answer: () => ({ ...answer, last: true }) }
  }

  #get(keys: string[]): Answer {
    const found = keys.flatMap((key) => {
      const item = this.#store.get(key)
      return item ? [`VALUE ${key} ${item.flags} ${item.value.length}\r\n${item.value}\r\n`] : []
    })
    return { bytes: `${found.join('')}END\r\n`, result: found.length > 0 ? ` → ${found.length}` : ' → none' }
  }

  #delete([key = '', noreply]: string[]): Answer {
    const answer = told(this.#store.delete(key) ? 'DELETED' : 'NOT_FOUND')
    return noreply === 'noreply' ? { bytes: '' } : answer
  }
}

function sizeOf(key: string, { value }: Item): number {
  return ITEM_SIZE + key.length + value.length
}

/** A line by itself. */
function told(line: string): Answer {
  return { bytes: `${line}\r\n`, result: ` → ${line}` }
}

/**
 * The clients of a run, sans-IO: told what time it is and what arrived, they say what they do next. Request
 * numbers are the clients' numbers in the first round, and go on from there.
 */
import type { Happening } from '../../kernel/events.ts'
import { randomBySeed } from './random.ts'
import { ResponseReader } from './response.ts'

export interface LoadOptions {
  clients: number
  /** Requests each client sends, one after the other. */
  requests: number
  paths: readonly string[]
  arrival: 'together' | 'spread'
  /** The time over which arrivals are spread, µs. */
  spread: number
  seed: number
  /** How long a client rests after an answer before it asks again, µs; default not at all. */
  pause?: number | undefined
  emit: (lane: string, request: number, happening: Happening) => void
}

/** What a client does on the network. */
export type ClientAction =
  | { kind: 'connect'; client: number }
  | { kind: 'send'; client: number; request: number; bytes: Uint8Array }
  | { kind: 'close'; client: number }

/** How long a client waits for its answer, µs. */
export const PATIENCE = 10_000_000
/** Why a client gives up that has waited for so long. */
export const NO_ANSWER = 'no answer for 10 s'

/** A request that came to nothing, and why. */
export interface Failure {
  request: number
  why: string
}

interface Client {
  number: number
  lane: string
  /** Requests sent so far. */
  sent: number
  state: 'before' | 'connecting' | 'waiting' | 'resting' | 'done'
  /** When it does something by itself: begins, asks again, or loses its patience. */
  deadline: number | undefined
  connected: boolean
  reader: ResponseReader
}

export class LoadGenerator {
  readonly #options: LoadOptions
  readonly #clients: Client[]
  readonly #failures: Failure[] = []

  constructor(options: LoadOptions) {
    this.#options = options
    this.#clients = Array.from({ length: options.clients }, (_, index) => newClient(index + 1))
  }

  /** The server listens: clients come now, or one by one. */
  begin(now: number): void {
    const { arrival, spread, seed, emit } = this.#options
    const random = randomBySeed(seed)
    for (const client of this.#clients) {
      emit(client.lane, 0, { kind: 'lane-open', lanes: 'client', name: `client ${client.number}` })
      client.deadline = now + (arrival === 'spread' ? Math.floor(random() * spread) : 0)
    }
  }

  /** Everyone has all answers, or has given up. */
  get done(): boolean {
    return this.#clients.every(({ state }) => state === 'done')
  }

  /** The requests that wait for an answer. */
  get waiting(): number[] {
    return this.#clients.filter(({ state }) => state === 'waiting').map((client) => this.#request(client))
  }

  /** The requests that came to nothing, in order. */
  get failures(): readonly Failure[] {
    return this.#failures
  }

  /** When the last client loses its patience, µs, if all that clients still do is wait; undefined otherwise. */
  get lastPatience(): number | undefined {
    const busy = this.#clients.filter(({ state }) => state !== 'done')
    if (busy.length === 0 || busy.some(({ state }) => state !== 'waiting')) return undefined
    return Math.max(...busy.map(({ deadline }) => deadline ?? 0))
  }

  /** The request that a client has sent last. */
  requestOf(client: number): number {
    return this.#request(this.#client(client))
  }

  /** When a client next does something by itself, µs. */
  get nextDeadline(): number | undefined {
    let next: number | undefined
    for (const { deadline } of this.#clients) {
      if (deadline !== undefined && (next === undefined || deadline < next)) next = deadline
    }
    return next
  }

  /** What clients do by themselves at this time. */
  due(now: number): ClientAction[] {
    const due = this.#clients.filter(({ deadline }) => deadline !== undefined && deadline <= now)
    return due.flatMap((client) => {
      client.deadline = undefined
      if (client.state === 'waiting') return this.#fail(client, NO_ANSWER)
      return client.connected ? this.#send(client, now) : this.#connect(client)
    })
  }

  /** The connection is there. */
  connected(number: number, now: number): ClientAction[] {
    const client = this.#client(number)
    client.connected = true
    return this.#send(client, now)
  }

  /** Bytes from the server. */
  received(number: number, bytes: Uint8Array, now: number): ClientAction[] {
    const client = this.#client(number)
    if (client.state !== 'waiting') return []
    const actions = this.#answered(client, bytes, false, now)
    if (actions) return actions
    const { problem } = client.reader
    return problem === undefined ? [] : this.#fail(client, problem)
  }

  /** The server has closed, or there is none: that can be the end of an answer. */
  closed(number: number, why: string, now: number): ClientAction[] {
    const client = this.#client(number)
    client.connected = false
    if (client.state === 'connecting') return this.#fail(client, why)
    if (client.state !== 'waiting') return []
    return this.#answered(client, new Uint8Array(), true, now) ?? this.#fail(client, client.reader.cut ?? why)
  }

  #client(number: number): Client {
    return this.#clients[number - 1]!
  }

  #request(client: Client): number {
    return (client.sent - 1) * this.#options.clients + client.number
  }

  #connect(client: Client): ClientAction[] {
    client.state = 'connecting'
    return [{ kind: 'connect', client: client.number }]
  }

  #send(client: Client, now: number): ClientAction[] {
    const { paths, emit } = this.#options
    client.state = 'waiting'
    client.sent += 1
    client.deadline = now + PATIENCE
    const request = this.#request(client)
    const path = paths[(request - 1) % paths.length]!
    emit(client.lane, request, { kind: 'request-sent', label: `GET ${path}` })
    return [{ kind: 'send', client: client.number, request, bytes: requestBytes(path) }]
  }

  /** What the client does once its answer is complete; undefined as long as it isn't. */
  #answered(client: Client, bytes: Uint8Array, ended: boolean, now: number): ClientAction[] | undefined {
    const answer = client.reader.add(bytes, ended)
    if (!answer) return undefined
    client.deadline = undefined
    this.#options.emit(client.lane, this.#request(client), {
      kind: 'request-answered',
      status: answer.status,
      bytes: answer.bytes,
    })
    if (client.sent === this.#options.requests) return this.#leave(client)
    const kept = answer.keepAlive && client.connected
    const farewell = kept ? [] : this.#hangUp(client)
    const { pause } = this.#options
    if (pause) {
      client.state = 'resting'
      client.deadline = now + pause
      return farewell
    }
    return kept ? this.#send(client, now) : [...farewell, ...this.#connect(client)]
  }

  #fail(client: Client, why: string): ClientAction[] {
    if (client.state === 'connecting') client.sent += 1
    const request = this.#request(client)
    this.#failures.push({ request, why })
    this.#options.emit(client.lane, request, { kind: 'request-failed', why })
    return this.#leave(client)
  }

  #leave(client: Client): ClientAction[] {
    client.state = 'done'
    client.deadline = undefined
    return this.#hangUp(client)
  }

  #hangUp(client: Client): ClientAction[] {
    client.reader = new ResponseReader()
    if (!client.connected) return []
    client.connected = false
    return [{ kind: 'close', client: client.number }]
  }
}

function newClient(number: number): Client {
  const lane = `client:${number}`
  const reader = new ResponseReader()
  return { number, lane, sent: 0, state: 'before', deadline: undefined, connected: false, reader }
}

/** Paths are plain ASCII: checked when a run is asked for. */
function requestBytes(path: string): Uint8Array {
  const text = `GET ${path} HTTP/1.1\r\nHost: meanwhile\r\nUser-Agent: client\r\n\r\n`
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

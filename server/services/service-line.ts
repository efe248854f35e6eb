/**
 * One connection to a service: it answers one call after the other, each after the latency that was dialled,
 * and says what happens as the database's tap does.
 */
import { fromByteString, toByteString } from '../kernel/byte-string.ts'
import type { Happening } from '../kernel/events.ts'
import type { Answer, Call, Protocol } from './protocol.ts'

export interface ServiceLineOptions {
  protocol: Protocol
  /** How long a call takes, µs. */
  latency: number
  /** Takes what happens, and the request on whose behalf; 0 is the server itself. */
  report: (happening: Happening, request: number) => void
  /** A number for the next call, unique among all commands of the run. */
  nextOp: () => number
}

interface Waiting extends Call {
  op: number
  request: number
}

/** What comes from the service: bytes, or without any, the end. */
export type Sent = Uint8Array | undefined

/** All times are µs on the clock of the caller, who also carries the bytes. */
export class ServiceLine {
  readonly #options: ServiceLineOptions
  /** The first is being served. */
  readonly #line: Waiting[] = []
  /** When that is over. */
  #over = 0
  #hangsUp = false
  /** The service has hung up: what still comes is read by nobody. */
  #silent = false
  #gone = false

  constructor(options: ServiceLineOptions) {
    this.#options = options
  }

  /**
   * Takes bytes, cut anywhere. A call belongs to the `request` that came with its last byte. For calls
   * beyond `room` there is no place: the service hangs up after the others.
   */
  receive(bytes: Uint8Array, { now, request, room }: { now: number; request: number; room: number }): void {
    const { protocol, nextOp, report } = this.#options
    if (this.#hangsUp || this.#silent) return
    const calls = protocol.receive(toByteString(bytes))
    if (calls.length > room) this.end(now)
    for (const call of calls.slice(0, room)) {
      const { label, setup = false } = call
      const waiting: Waiting = { ...call, answer: () => call.answer(), op: nextOp(), request }
      const ahead = this.#line.at(-1)
      const obstacle = ahead ? ({ waits: 'connection', behind: ahead.op } as const) : {}
      report({ kind: 'command-queued', op: waiting.op, label, setup, ...obstacle }, request)
      this.#line.push(waiting)
      if (!ahead) this.#begin(now, false)
    }
  }

  /** When there is something to say; undefined: not before somebody calls. */
  get nextDeadline(): number | undefined {
    return this.#line.length > 0 || this.#hangsUp ? this.#over : undefined
  }

  /** What the service says by `now`. */
  due(now: number): Sent[] {
    const sent: Sent[] = []
    while (this.#line.length > 0 && this.#over <= now) {
      const { bytes, last } = this.#serve(this.#line[0]!)
      if (bytes !== '') sent.push(fromByteString(bytes))
      this.#line.shift()
      if (last) this.#line.splice(0)
      this.#hangsUp ||= last === true
      if (this.#line.length > 0) this.#begin(this.#over, true)
    }
    const ends = this.#hangsUp && this.#line.length === 0
    if (ends) {
      this.#hangsUp = false
      this.#silent = true
    }
    if (this.#gone) return []
    return ends ? [...sent, undefined] : sent
  }

  /** Nobody will call any more. What was asked is still answered, and then the service hangs up, too. */
  end(now: number): void {
    if (this.#silent) return
    if (this.#line.length === 0) this.#over = now
    this.#hangsUp = true
  }

  /** The connection is over. What was asked is still done, but nobody hears of it. */
  close(): void {
    this.#gone = true
  }

  /** Calls that have come and aren't answered. */
  get length(): number {
    return this.#line.length
  }

  /** Whether the connection is over and nothing is left to do. */
  get isDone(): boolean {
    return this.#gone && this.#line.length === 0
  }

  #begin(now: number, waited: boolean): void {
    const { op, request, setup } = this.#line[0]!
    this.#over = now + (setup ? 0 : this.#options.latency)
    const reason = waited ? { waited: 'connection' as const } : {}
    if (!setup) this.#options.report({ kind: 'command-started', op, ...reason }, request)
  }

  #serve(call: Waiting): Answer {
    const { op, label, request } = call
    const answer = call.answer()
    const { report } = this.#options
    report({ kind: 'command-served', op, label: label + (answer.result ?? '') }, request)
    report({ kind: 'command-replied', op }, request)
    return answer
  }
}

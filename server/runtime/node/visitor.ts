/** Somebody who isn't a client of the run: curl, a browser. Told apart by what it calls itself. */
import type { Happening } from '../../kernel/events.ts'
import { ResponseReader } from '../load/response.ts'

type Emit = (lane: string, request: number, happening: Happening) => void

/** Most characters of a name or an address that are shown. */
const SHOWN = 40

export class Visitor {
  readonly #lane: string
  readonly #emit: Emit
  readonly #reader = new ResponseReader()
  #request = 0
  #waits = false

  /** `bytes` begin its first request. */
  constructor(lane: string, bytes: Uint8Array, emit: Emit) {
    this.#lane = lane
    this.#emit = emit
    const name = /^user-agent: *([^\r\n]+)/im.exec(head(bytes))?.[1] ?? 'visitor'
    emit(lane, 0, { kind: 'lane-open', lanes: 'client', name: name.slice(0, SHOWN) })
  }

  /** A request has arrived; answers its number. */
  asks(request: number, bytes: Uint8Array): number {
    const label = /^[^\r\n]*/.exec(head(bytes))![0].replace(/ HTTP\/1\.[01]$/, '')
    this.#request = request
    this.#waits = true
    this.#emit(this.#lane, request, { kind: 'request-sent', label: label.slice(0, SHOWN) })
    this.#emit(this.#lane, request, { kind: 'request-arrived' })
    return request
  }

  /** Bytes of the answer. */
  answered(bytes: Uint8Array): void {
    const answer = this.#reader.add(bytes)
    if (!answer || !this.#waits) return
    this.#waits = false
    const { status, bytes: length } = answer
    this.#emit(this.#lane, this.#request, { kind: 'request-answered', status, bytes: length })
  }

  /** The connection is over. */
  left(): void {
    if (this.#waits)
      this.#emit(this.#lane, this.#request, { kind: 'request-failed', why: 'the visitor left' })
    this.#waits = false
  }
}

function head(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 4096))
}

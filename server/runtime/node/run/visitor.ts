/** Somebody who isn't a client of the run: curl, a browser. Told apart by what it calls itself. */
import type { Happening } from '../../../kernel/events.ts'
import { ResponseReader } from '../../load/response.ts'

type Emit = (lane: string, request: number, happening: Happening) => void

/** Most characters of a name or an address that are shown. */
const SHOWN = 40
/** Bytes in which the head of a request has to be complete; what comes later is not looked at. */
const HEAD = 4096

export class Visitor {
  readonly #lane: string
  readonly #emit: Emit
  readonly #reader = new ResponseReader()
  readonly #nextRequest: () => number
  #known = false
  /** The request under way, 0 if there's none. */
  #request = 0
  /** The beginning of that request, until it has been shown. */
  #head: string | undefined

  /** `nextRequest` gives each request its number. */
  constructor(lane: string, nextRequest: () => number, emit: Emit) {
    this.#lane = lane
    this.#nextRequest = nextRequest
    this.#emit = emit
  }

  /** Bytes have come; answers the number of the request that they belong to. */
  says(bytes: Uint8Array): number {
    if (this.#request === 0) {
      this.#request = this.#nextRequest()
      this.#head = ''
    }
    if (this.#head === undefined) return this.#request
    this.#head += new TextDecoder('latin1').decode(bytes.subarray(0, HEAD))
    if (this.#head.length >= HEAD || /\r?\n\r?\n/.test(this.#head)) this.#show()
    return this.#request
  }

  /** Bytes of the answer go to the visitor; `ended` means that no more will. */
  answered(bytes: Uint8Array, ended = false): void {
    if (this.#request === 0) return
    this.#show()
    const answer = this.#reader.add(bytes, ended)
    if (!answer) return
    const { status, bytes: length } = answer
    this.#emit(this.#lane, this.#request, { kind: 'request-answered', status, bytes: length })
    this.#request = 0
  }

  /** The connection is over, from whichever side. */
  left(): void {
    this.answered(new Uint8Array(), true)
    if (this.#request === 0) return
    this.#emit(this.#lane, this.#request, { kind: 'request-failed', why: 'the visitor left' })
    this.#request = 0
  }

  /** Draws the request, now that it's known what it asks for; and the visitor, if it's the first one. */
  #show(): void {
    const head = this.#head
    if (head === undefined) return
    this.#head = undefined
    if (!this.#known) {
      const name = shown(/^user-agent: *([^\r\n]+)/im.exec(head)?.[1] ?? 'visitor')
      this.#emit(this.#lane, 0, { kind: 'lane-open', lanes: 'client', name })
    }
    this.#known = true
    const label = shown(/^[^\r\n]*/.exec(head)![0].replace(/ HTTP\/1\.[01]$/, ''))
    this.#emit(this.#lane, this.#request, { kind: 'request-sent', label })
    this.#emit(this.#lane, this.#request, { kind: 'request-arrived' })
  }
}

/** What strangers send is cut, and has no characters that a picture couldn't hold. */
function shown(text: string): string {
  return text.slice(0, SHOWN).replaceAll(/\p{Cc}/gu, '?')
}

/** What is said on one run socket, from its first message to its last. */
import type { WebSocket } from 'ws'
import { checkRequest } from '../../../check-request.ts'
import type { TraceEvent } from '../../../kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../../run.ts'
import type { SocketLimits } from './run-socket.ts'

/** Starts `run` if one more may run now, else returns false. */
type Admit = (run: () => Promise<void>) => boolean

/** Close codes of RFC 6455, section 7.4.1. */
const ENDED = 1000
const NOT_TEXT = 1003
const REFUSED = 1008
const BROKEN = 1011

/** One message carries at most so many events, so that what lies in the buffers of a slow page stays small. */
const EVENTS_A_MESSAGE = 1000

/** Talks to one socket; needs no owner, ends with the socket. */
export class Conversation {
  readonly #socket: WebSocket
  readonly #runner: Runner
  readonly #admit: Admit
  readonly #limits: SocketLimits
  readonly #idle: NodeJS.Timeout
  #run: Run | undefined
  #asked = false
  #over = false

  constructor(socket: WebSocket, runner: Runner, admit: Admit, limits: SocketLimits) {
    this.#socket = socket
    this.#runner = runner
    this.#admit = admit
    this.#limits = limits
    this.#idle = setTimeout(() => this.#refuse('no run was asked for'), limits.idle)
    socket.on('message', (data, isBinary) => this.#receive(String(data), isBinary))
    socket.on('close', () => this.#end())
    // A message that is too long or no WebSocket frame at all: ws closes the socket with the right code itself.
    socket.on('error', () => {
      this.#end()
      this.#cutSoon()
    })
  }

  #receive(text: string, isBinary: boolean): void {
    if (this.#over) return
    const message = isBinary ? undefined : parse(text)
    if (isBinary) this.#hangUp(NOT_TEXT, 'only text is understood here')
    else if (message === undefined) this.#refuse('the message is not JSON')
    else if (!this.#asked) this.#ask(message)
    else if (isStop(message)) this.#run?.stop()
    else this.#refuse('a socket has one run, which can only be stopped')
  }

  #ask(message: unknown): void {
    this.#asked = true
    clearTimeout(this.#idle)
    const request = checkRequest(message, this.#runner.runtime)
    if (typeof request === 'string') this.#refuse(request)
    else if (!this.#admit(() => this.#serve(request)))
      this.#refuse('enough runs are under way already: stop one first')
  }

  async #serve(request: RunRequest): Promise<void> {
    try {
      this.#run = this.#runner.run(request)
      for await (const events of this.#run.events) await this.#deliver(events)
      this.#hangUp(ENDED, 'the run has ended')
    } catch (error) {
      this.#refuse(`the run broke: ${error instanceof Error ? error.message : error}`, BROKEN)
    }
  }

  /** Once the conversation is over, events are let go: the run still has to be followed to its end. */
  async #deliver(events: TraceEvent[]): Promise<void> {
    for (let at = 0; at < events.length && !this.#over; at += EVENTS_A_MESSAGE) {
      const text = JSON.stringify({ events: events.slice(at, at + EVENTS_A_MESSAGE) })
      if (!(await this.#isTaken(text))) this.#refuse('the page reads too slowly: the run was stopped')
    }
  }

  /** Whether the page (or the system on its behalf) took the message in time. */
  #isTaken(text: string): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), this.#limits.delivery)
      this.#socket.send(text, () => {
        clearTimeout(late)
        resolve(true)
      })
    })
  }

  #refuse(why: string, code = REFUSED): void {
    if (this.#over) return
    this.#socket.send(JSON.stringify({ refused: why }))
    this.#hangUp(code, why)
  }

  #hangUp(code: number, why: string): void {
    if (this.#over) return
    this.#end()
    this.#socket.close(code, fitted(why))
    this.#cutSoon()
  }

  /** A page that doesn't answer the close frame is not waited for. */
  #cutSoon(): void {
    setTimeout(() => this.#socket.terminate(), this.#limits.farewell).unref()
  }

  #end(): void {
    this.#over = true
    clearTimeout(this.#idle)
    this.#run?.stop()
  }
}

/** A close frame holds 123 bytes of reason; all of ours are plain ASCII but for values a page has sent. */
function fitted(reason: string): string {
  return reason.replaceAll(/[^ -~]/g, '?').slice(0, 123)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isStop(message: unknown): boolean {
  return typeof message === 'object' && message !== null && (message as { stop?: unknown }).stop === true
}

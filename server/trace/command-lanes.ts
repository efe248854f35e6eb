/** The database's side: each command from its arrival to its reply, on the lane of its connection. */
import type { TraceEvent } from '../kernel/events.ts'
import type { Command, Span } from './model.ts'
import type { RequestLives } from './request-lives.ts'

/** All commands and the rows of their connections. */
export class CommandLanes {
  readonly #commands = new Map<number, Command>()
  readonly #closed = new Map<string, Span[]>()
  readonly #open = new Set<Command>()
  /** What people call each connection. */
  readonly #names = new Map<string, string>()
  readonly #requests: RequestLives

  constructor(requests: RequestLives) {
    this.#requests = requests
  }

  /** Takes in an event of a connection's lane. */
  add(event: TraceEvent, t: number): void {
    if (event.kind === 'lane-open') this.#names.set(event.lane, event.name)
    if (event.kind === 'command-queued') this.#queued(event, t)
    if (event.kind === 'command-served') {
      const command = this.#commands.get(event.op)
      if (command) Object.assign(command, { served: t, label: event.label })
    }
    if (event.kind === 'command-replied') this.#replied(event.op, t)
  }

  /** All commands in the order in which they came. */
  commands(): Command[] {
    return [...this.#commands.values()]
  }

  /** The spans of a connection up to `now`. */
  spans(lane: string, now: number): Span[] {
    const open = [...this.#open].filter((command) => command.lane === lane && now > command.queued)
    return [...(this.#closed.get(lane) ?? []), ...open.map((command) => busy(command, now))]
  }

  #queued(event: TraceEvent & { kind: 'command-queued' }, t: number): void {
    const { op, lane, request, label, setup } = event
    const command = { op, lane, request, label, setup, queued: t }
    this.#commands.set(op, command)
    this.#open.add(command)
    const why = `${this.#names.get(lane) ?? lane}: ${label}`
    if (request > 0) this.#requests.wait(request, waiter(command), { label, why })
  }

  #replied(op: number, t: number): void {
    const command = this.#commands.get(op)
    if (!command || !this.#open.delete(command)) return
    command.replied = t
    if (command.request > 0) this.#requests.release(command.request, waiter(command))
    if (t === command.queued) return
    const row = this.#closed.get(command.lane)
    if (row) row.push(busy(command, t))
    else this.#closed.set(command.lane, [busy(command, t)])
  }
}

function waiter(command: Command): string {
  return `op:${command.op}`
}

function busy({ lane, request, label, setup, queued }: Command, to: number): Span {
  const why = `${setup ? 'handshake' : 'query'} ${request > 0 ? `for #${request}` : 'of the server itself'}`
  return { lane, state: 'answer', from: queued, to, request, label, why, ...(setup && { setup }) }
}

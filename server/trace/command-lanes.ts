/**
 * The database's side: each command on the lane of its connection. It waits for its turn, is served (there the
 * database runs), and its reply is on its way.
 */
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
    if (event.kind === 'command-started') this.#started(event, t)
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
    return [
      ...(this.#closed.get(lane) ?? []),
      ...open.flatMap((command) => stretches(command, now, this.#reason(command))),
    ]
  }

  #queued(event: TraceEvent & { kind: 'command-queued' }, t: number): void {
    const { op, lane, request, label, setup, waits, behind } = event
    const wait = { ...(waits && { waits }), ...(behind !== undefined && { behind }) }
    const command: Command = { op, lane, request, label, setup, queued: t, ...wait }
    this.#commands.set(op, command)
    this.#open.add(command)
    this.#tell(command, waits && thingWaitedFor(command))
  }

  #started({ op, waited }: TraceEvent & { kind: 'command-started' }, t: number): void {
    const command = this.#commands.get(op)
    if (!command) return
    command.started = t
    if (waited) command.waits = waited
    if (t > command.queued) this.#tell(command, undefined)
  }

  /** The request waits for what keeps its command, or for the command itself. */
  #tell(command: Command, thing: string | undefined): void {
    const { request, lane, label } = command
    if (request === 0) return
    const reason = thing === undefined ? label : this.#reason(command)
    const why = `${this.#names.get(lane) ?? lane}: ${reason}`
    this.#requests.wait(request, waiter(command), { label: thing ?? label, why })
  }

  /** Why a command isn't served yet: `update app.users {name} waits for the lock of app.users: #1 has it`. */
  #reason(command: Command): string {
    const holder = this.#commands.get(command.behind ?? 0)?.request ?? 0
    const who = holder > 0 ? `: #${holder} has it` : ''
    return `${command.label} waits for ${thingWaitedFor(command)}${who}`
  }

  #replied(op: number, t: number): void {
    const command = this.#commands.get(op)
    if (!command || !this.#open.delete(command)) return
    command.replied = t
    if (command.request > 0) this.#requests.release(command.request, waiter(command))
    if (t === command.queued) return
    const done = stretches(command, t, this.#reason(command))
    const row = this.#closed.get(command.lane)
    if (row) row.push(...done)
    else this.#closed.set(command.lane, done)
  }
}

function waiter(command: Command): string {
  return `op:${command.op}`
}

function thingWaitedFor({ waits, label }: Command): string {
  if (waits === 'lock') return `the lock of ${label.split(' ', 2)[1]}`
  return waits === 'thread' ? 'a thread of the database' : 'its connection'
}

/** The spans of a command until `to`. Where nobody says when service begins, the database is just waited for. */
function stretches(command: Command, to: number, reason: string): Span[] {
  const { lane, request, label, setup, queued, served, waits } = command
  const started = command.started ?? (waits ? to : queued)
  const answered = command.started === undefined ? started : (served ?? to)
  const what = lane.startsWith('service:') ? 'call' : 'query'
  const why = `${setup ? 'handshake' : what} ${request > 0 ? `for #${request}` : 'of the server itself'}`
  const common = { lane, request, ...(setup && { setup }) }
  const spans: Span[] = [
    { ...common, state: 'turn', from: queued, to: started, label: `waits for the ${waits}`, why: reason },
    { ...common, state: 'running', from: started, to: answered, label, why },
    {
      ...common,
      state: 'answer',
      from: answered,
      to,
      label,
      why: command.started === undefined ? why : `${why}: the reply is on its way`,
    },
  ]
  return spans.filter(({ from, to }) => to > from)
}

/** Hand-made traces: a clock to set and one function for each thing that can happen. */
import {
  type BlockReason,
  type CommandWait,
  type DatabaseDials,
  type Happening,
  TRACE_VERSION,
  type TraceEvent,
} from '../../server/kernel/events.ts'

export const FILE = 'program.ts'

/** Times are ms here, since that's how one thinks of them. */
export class Recording {
  readonly events: TraceEvent[] = []
  #t = 0

  constructor(facts: {
    style: string
    clients?: number
    latency?: number
    requests?: number
    runtime?: string
    run?: string
    pause?: number
    database?: DatabaseDials
  }) {
    const { style, clients = 1, latency = 200, requests = 1, runtime = 'simulated', run = 'r1' } = facts
    const { pause, database } = facts
    const dials = { ...(pause !== undefined && { pause }), ...(database && { database }) }
    const asked = { demo: 'find-team', style, clients, requests, latency, seed: 1, ...dials }
    this.say('run', 0, { kind: 'run-start', version: TRACE_VERSION, run, runtime, ...asked })
  }

  at(ms: number): this {
    this.#t = Math.round(ms * 1000)
    return this
  }

  after(ms: number): this {
    return this.at(this.#t / 1000 + ms)
  }

  say(lane: string, request: number, happening: Happening): this {
    this.events.push({ seq: this.events.length, t: this.#t, lane, request, ...happening })
    return this
  }

  open(lane: string, name: string, of?: string): this {
    const kind = lane.slice(0, lane.indexOf(':')) as 'client'
    return this.say(lane, 0, { kind: 'lane-open', lanes: kind, name, ...(of !== undefined && { of }) })
  }

  /** The request of the client with the same number leaves, and arrives at once. */
  arrive(request: number, client = request, path = '/?team=Brazil'): this {
    this.say(`client:${client}`, request, { kind: 'request-sent', label: `GET ${path}` })
    return this.say(`client:${client}`, request, { kind: 'request-arrived' })
  }

  answer(request: number, client = request, status = 200, bytes = 100): this {
    return this.say(`client:${client}`, request, { kind: 'request-answered', status, bytes })
  }

  log(text: string, request = 0, stream: 'out' | 'err' = 'out'): this {
    return this.say('run', request, { kind: 'log', stream, text })
  }

  switch(from: string, to: string, how: 'switch' | 'throw' = 'switch'): this {
    return this.say(from, 0, { kind: 'switch', from, to, how, stacks: [[], []] })
  }

  run(thread: number, request: number): this {
    return this.say(`thread:${thread}`, request, { kind: 'run', core: 0 })
  }

  block(thread: number, request: number, reason: BlockReason, what: string, line?: number, heap = 0): this {
    const at = line === undefined ? {} : { at: { file: FILE, line, column: 1 } }
    return this.say(`thread:${thread}`, request, { kind: 'block', reason, what, heap, ...at })
  }

  wake(thread: number, request: number, by: string): this {
    return this.say(`thread:${thread}`, request, { kind: 'wake', by })
  }

  line(thread: number, request: number, line: number): this {
    return this.say(`thread:${thread}`, request, { kind: 'line', at: { file: FILE, line, column: 3 } })
  }

  query(op: number, request: number, connection = request, setup = false): this {
    const label = setup ? 'hello' : 'find worldcup.matches {team}'
    return this.say(`mongo:${connection}`, request, { kind: 'command-queued', op, label, setup })
  }

  /** A write to `app.users` comes; `behind` is who has the lock, if that's taken. */
  write(op: number, request: number, behind?: number): this {
    const label = 'update app.users {name}'
    const waits = behind === undefined ? {} : { waits: 'lock' as const, behind }
    return this.say(`mongo:${request}`, request, {
      kind: 'command-queued',
      op,
      label,
      setup: false,
      ...waits,
    })
  }

  serve(op: number, request: number, waited?: CommandWait): this {
    return this.say(`mongo:${request}`, request, { kind: 'command-started', op, ...(waited && { waited }) })
  }

  written(op: number, request: number): this {
    const label = 'update app.users {name} → 1'
    return this.say(`mongo:${request}`, request, { kind: 'command-served', op, label })
  }

  replied(op: number, request: number): this {
    return this.say(`mongo:${request}`, request, { kind: 'command-replied', op })
  }

  found(op: number, request: number, connection = request): this {
    const label = 'find worldcup.matches {team} → 7'
    return this.say(`mongo:${connection}`, request, { kind: 'command-served', op, label })
  }

  reply(op: number, request: number, connection = request): this {
    this.found(op, request, connection)
    return this.say(`mongo:${connection}`, request, { kind: 'command-replied', op })
  }

  poll(thread: number): this {
    return this.say(`thread:${thread}`, 0, { kind: 'poll', timeout: -1 })
  }

  /** Ready to read, unless told otherwise. */
  polled(thread: number, ready: number[] = [7], events = ready.map(() => 1)): this {
    return this.say(`thread:${thread}`, 0, { kind: 'poll-result', ready, events })
  }

  end(reason: 'answered' | 'limit' | 'failed' = 'answered', threads = 1, cursors = 0): TraceEvent[] {
    this.say('run', 0, { kind: 'run-end', reason, threads, ...(cursors > 0 && { cursors }) })
    return this.events
  }

  fail(message: string): TraceEvent[] {
    return this.say('run', 0, { kind: 'run-end', reason: 'failed', threads: 1, message }).events
  }
}

export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

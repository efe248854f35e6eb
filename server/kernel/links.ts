/**
 * Connections that never leave the kernel: both ends of a `socketpair`, and those a program makes to its own
 * listener (`localhost`). What one end sends the other one has at once; whoever waits for that is told when the
 * call that did it is over, so that no call is tried again in the middle of another one.
 */
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import type { Descriptor } from './descriptors.ts'
import type { Effect } from './effect.ts'
import type { Processes } from './processes.ts'

/** The host by which a program reaches its own listeners. */
const HERE = 'localhost'
/** Most connections to a listener that nobody has accepted. */
const BACKLOG = 1024

export interface LinksOptions {
  processes: Processes
  connections: Connections
  /** What the network has to do. */
  effects: Effect[]
  /** Lets those go on who wait for something on this descriptor. */
  changed: (open: Descriptor, by: string) => void
}

type Connect = Extract<Effect, { kind: 'connect' }>

export class Links {
  readonly #options: LinksOptions
  /** Every end of a link that is still open, by its connection's number. */
  readonly #ends = new Map<number, Connection>()
  readonly #news: { open: Descriptor; by: string }[] = []
  #telling = false

  constructor(options: LinksOptions) {
    this.#options = options
  }

  /** Makes one connection the other end of the other. */
  join(one: Connection, other: Connection): void {
    one.twin = other
    other.twin = one
    this.#ends.set(one.id, one)
    this.#ends.set(other.id, other)
  }

  /** Does what an effect asks for if that stays inside the kernel, and leaves the rest to the network. */
  perform(effect: Effect): void {
    const end = 'connection' in effect ? this.#ends.get(effect.connection) : undefined
    if (end) this.#between(end, effect)
    else if (effect.kind === 'connect' && effect.host === HERE) this.#connect(effect)
    else this.#options.effects.push(effect)
  }

  /** Tells everybody what has changed for them, and what that changes for others. */
  settle(): void {
    if (this.#telling) return
    this.#telling = true
    for (let news = this.#news.shift(); news; news = this.#news.shift()) {
      this.#options.changed(news.open, news.by)
    }
    this.#telling = false
  }

  #between(end: Connection, effect: Effect): void {
    const { twin } = end
    if (effect.kind === 'close') this.#ends.delete(end.id)
    if (!twin) return
    if (effect.kind === 'send') {
      twin.request = effect.request
      twin.receive(effect.bytes.slice())
    } else if (effect.kind === 'shutdown') twin.ended = true
    else if (effect.kind === 'close') leave(end, twin)
    this.#tell(this.#options.processes.withConnection(twin), twin.peer)
  }

  #tell(open: Descriptor | undefined, by: string): void {
    if (open) this.#news.push({ open, by })
  }

  /** The listener has the connection at once, though nobody has accepted it yet. */
  #connect({ connection: id, port }: Connect): void {
    const { processes, connections } = this.#options
    const end = connections.get(id)
    const listener = processes.listenerOn(port)
    if (!end) return
    this.#ends.set(id, end)
    if (listener?.kind !== 'listener' || listener.backlog.length >= BACKLOG) {
      end.state = 'failed'
      end.error = 'ECONNREFUSED'
      return
    }
    const accepted = connections.make(HERE)
    end.peer = `${HERE}:${port}`
    end.state = 'open'
    this.join(end, accepted)
    listener.backlog.push(accepted)
    this.#tell(listener, HERE)
  }
}

/** One end has closed. Who does so without having read everything cuts the other one off. */
function leave(end: Connection, twin: Connection): void {
  twin.ended = true
  twin.gone = true
  if (end.holds) twin.cut()
}

/**
 * Stands between one connection of the program and the database. It lets all bytes through unchanged, but in
 * their own time: a command reaches the database when the queue serves it, one at a time for each connection,
 * and its reply leaves after the time of service and the latency. It says what the commands are and for whom.
 *
 *     program ── toDatabase ─► (command-queued) ─► waits ─► (command-started) ── forward ─► database
 *     program ◄─ due ◄─ (command-replied) ◄─ held ◄─ (command-served) ◄─ fromDatabase ◄──── database
 */
import type { CommandWait, Happening } from '../kernel/events.ts'
import { commandLabel, documentCount, isSetup, isWrite, namespaceOf, resultLabel } from './label.ts'
import type { OpenCursors } from './open-cursors.ts'
import type { Job, ServiceQueue } from './service.ts'
import { Frames } from './wire/frames.ts'
import { checkDocuments, understand, type Whole } from './wire/whole.ts'

/** What a tap can report about a connection. */
export type CommandHappening = Extract<
  Happening,
  { kind: 'command-queued' | 'command-started' | 'command-served' | 'command-replied' }
>

export interface TapOptions {
  /** The database's queue, which all taps of a run share. Handshakes and the like pass it by. */
  queue: ServiceQueue
  /** Is told of what opens and ends cursors; all taps of a run share it. */
  cursors: OpenCursors
  /** Takes bytes that the database is to have now. It may answer at once, with `fromDatabase`. */
  forward: (bytes: Uint8Array, now: number) => void
  /** Takes what happens, and the request on whose behalf; 0 is the server itself. */
  report: (happening: CommandHappening, request: number) => void
  /** A number for the next command, unique in the run. */
  nextOp: () => number
  /** How long a handshake takes, which no dial delays, µs. Default: as long as it takes. */
  handshake?: number
}

interface Command extends Job {
  label: string
  setup: boolean
  request: number
  message: Whole
  /** An earlier command of the connection kept it. */
  second: boolean
  /** What comes on top of its service, µs. */
  latency: number
  reply?: Whole
}

/** A reply on its way back. `command` is missing if nobody knows what it answers. */
interface Held {
  bytes: Uint8Array
  due: number
  command: Command | undefined
}

/** One connection's tap. All times are µs on the clock of the caller, who also carries the bytes. */
export class Tap {
  readonly #options: TapOptions
  readonly #requests = new Frames()
  readonly #replies = new Frames()
  /** The command that is waiting in the queue or being served, and those that come after it. */
  #current: Command | undefined
  readonly #line: Command[] = []
  readonly #held: Held[] = []
  /** Commands that the database has and hasn't answered. */
  #asked = 0
  /** Directions in which bytes came that aren't the protocol. They pass; the database says what it thinks of them. */
  readonly #lost = new Set<Frames>()

  constructor(options: TapOptions) {
    this.#options = options
  }

  /** Takes bytes for the database, cut anywhere. A command belongs to the `request` that came with its last byte. */
  toDatabase(bytes: Uint8Array, now: number, request: number): void {
    if (this.#lost.has(this.#requests)) {
      this.#options.forward(bytes, now)
      return
    }
    const { messages, junk } = understand(this.#requests, bytes, checkDocuments)
    for (const message of messages) this.#queue(message, now, request)
    if (junk) this.#giveUp(this.#requests, junk, now)
  }

  /** Takes bytes that come from the database at `now` and keeps them until they are due. */
  fromDatabase(bytes: Uint8Array, now: number): void {
    if (this.#lost.has(this.#replies)) {
      this.#hold(bytes, now, undefined)
      return
    }
    const { messages, junk } = understand(this.#replies, bytes)
    for (const message of messages) this.#answer(message, now)
    if (junk) this.#giveUp(this.#replies, junk, now)
  }

  /** The replies whose time has come at `now`, in the order in which the database gave them. */
  due(now: number): Uint8Array[] {
    const count = this.#held.findIndex((held) => held.due > now)
    const ready = this.#held.splice(0, count < 0 ? this.#held.length : count)
    for (const { command } of ready)
      if (command) this.#report({ kind: 'command-replied', op: command.op }, command)
    return ready.map((held) => held.bytes)
  }

  /** When the next reply is due; undefined if none is held. */
  nextDeadline(): number | undefined {
    return this.#held[0]?.due
  }

  /** Whether the database has yet to answer something. */
  get isAwaiting(): boolean {
    return this.#asked > 0
  }

  /** Whether nothing comes of it by itself: it holds nothing, and the database owes nothing. */
  get isIdle(): boolean {
    const empty = this.#line.length === 0 && this.#held.length === 0 && this.#lost.size === 0
    return empty && !this.#current && !this.isAwaiting
  }

  /** The connection is over. What came by it is done all the same; replies that haven't set out never will. */
  close(now: number): void {
    const rest = this.#line.splice(0)
    const { queue } = this.#options
    if (this.#current && !this.#current.setup && queue.leave(this.#current, now)) rest.unshift(this.#current)
    for (const { message } of rest) this.#forward(message, now)
  }

  #queue(message: Whole, now: number, request: number): void {
    const { queue, nextOp } = this.#options
    const command = this.#command(message, nextOp(), request)
    const { op, label, setup } = command
    const obstacle = this.#current
      ? { waits: 'connection' as const, behind: this.#current.op }
      : setup
        ? undefined
        : queue.obstacle(command)
    this.#report({ kind: 'command-queued', op, label, setup, ...obstacle }, command)
    this.#line.push(command)
    this.#next(now)
  }

  #command(message: Whole, op: number, request: number): Command {
    const setup = isSetup(message)
    const command: Command = {
      op,
      label: commandLabel(message),
      setup,
      request,
      message,
      second: this.#current !== undefined,
      latency: setup ? (this.#options.handshake ?? 0) : this.#options.queue.latency(),
      namespace: namespaceOf(message),
      writes: isWrite(message),
      patient: message.body.fields[0]?.name === 'getMore',
      begin: (now, waited) => this.#begin(command, now, waited),
      end: (now) => this.#end(command, now),
    }
    return command
  }

  /** The connection's next command, if none is under way. */
  #next(now: number): void {
    if (this.#current) return
    this.#current = this.#line.shift()
    if (this.#current?.setup) this.#pass(this.#current, now)
    else if (this.#current) this.#options.queue.enter(this.#current, now)
  }

  #begin(command: Command, now: number, waited: CommandWait | undefined): void {
    const { op, message } = command
    const reason = waited ?? (command.second ? 'connection' : undefined)
    this.#report({ kind: 'command-started', op, ...(reason && { waited: reason }) }, command)
    this.#forward(message, now)
    if (!message.moreToCome) return
    const documents = [...message.sequences.values()].reduce((sum, { length }) => sum + length, 0)
    this.#options.queue.answered(command, documents, now)
  }

  #pass(command: Command, now: number): void {
    this.#forward(command.message, now)
    if (command.message.moreToCome) this.#end(command, now)
  }

  #forward(message: Whole, now: number): void {
    this.#options.cursors.sent(message)
    if (!message.moreToCome) this.#asked += 1
    this.#options.forward(message.bytes, now)
  }

  #answer(reply: Whole, now: number): void {
    const command = reply.responseTo === this.#current?.message.id ? this.#current : undefined
    this.#asked -= 1
    this.#options.cursors.answered(reply.body, command?.message)
    if (!command) {
      this.#hold(reply.bytes, now, undefined)
      return
    }
    command.reply = reply
    if (command.setup) this.#end(command, now)
    else this.#options.queue.answered(command, documentCount(reply.body) ?? 0, now)
  }

  /** It has been served. The reply sets out, and the connection's next command can come. */
  #end(command: Command, now: number): void {
    const { op, setup, reply } = command
    const label = command.label + (reply && !setup ? resultLabel(reply.body) : '')
    this.#report({ kind: 'command-served', op, label }, command)
    if (reply) this.#hold(reply.bytes, now + command.latency, command)
    else this.#report({ kind: 'command-replied', op }, command)
    if (this.#current === command) this.#current = undefined
    this.#next(now)
  }

  /** A reply never overtakes an earlier one. */
  #hold(bytes: Uint8Array, due: number, command: Command | undefined): void {
    this.#held.push({ bytes, due: Math.max(this.#held.at(-1)?.due ?? due, due), command })
  }

  #giveUp(frames: Frames, junk: Uint8Array, now: number): void {
    this.#lost.add(frames)
    if (frames === this.#requests) {
      this.#options.forward(junk, now)
      return
    }
    // Nobody will know the reply when it comes.
    if (this.#current && !this.#current.setup) this.#options.queue.answered(this.#current, 0, now)
    this.#hold(junk, now, undefined)
  }

  #report(happening: CommandHappening, command: Command): void {
    this.#options.report(happening, command.request)
  }
}

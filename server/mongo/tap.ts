/**
 * Stands between one connection of the program and the database. It lets all bytes through unchanged, says
 * what commands they carry and for whom, and holds each reply back for the time that was dialled.
 *
 *     program ── toDatabase ──► (command-queued)  ──► database
 *     program ◄── due ◄── held ◄── (command-served) ◄── fromDatabase
 */
import type { Happening } from '../kernel/events.ts'
import { Frames } from './frames.ts'
import { commandLabel, isSetup, resultLabel } from './label.ts'
import { type Message, readMessage } from './message.ts'

/** What a tap can report about a connection. */
export type CommandHappening = Extract<
  Happening,
  { kind: 'command-queued' | 'command-served' | 'command-replied' }
>

export interface TapOptions {
  /** How long the reply to the command with this label is held back, in µs. Not asked for handshakes and the like. */
  latency: (label: string) => number
  /** Takes what happens, and the request on whose behalf; 0 is the server itself. */
  report: (happening: CommandHappening, request: number) => void
  /** A number for the next command, unique in the run. */
  nextOp: () => number
}

interface Command {
  op: number
  label: string
  setup: boolean
  request: number
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
  /** Commands the database hasn't answered yet, by the id of their message. */
  readonly #open = new Map<number, Command>()
  readonly #held: Held[] = []
  /** Directions in which bytes came that aren't the protocol. They pass; the database says what it thinks of them. */
  readonly #lost = new Set<Frames>()

  constructor(options: TapOptions) {
    this.#options = options
  }

  /**
   * Looks at bytes that are about to reach the database, cut anywhere. A command belongs to the `request`
   * that came with its last byte.
   */
  toDatabase(bytes: Uint8Array, _now: number, request: number): void {
    if (this.#lost.has(this.#requests)) return
    for (const message of this.#understand(this.#requests, bytes)) this.#queue(message, request)
  }

  /** Takes bytes that come from the database at `now` and keeps them until they are due. */
  fromDatabase(bytes: Uint8Array, now: number): void {
    for (const message of this.#understand(this.#replies, bytes)) this.#serve(message, now)
    if (this.#lost.has(this.#replies)) this.#hold(this.#replies.takeRest(), now, undefined)
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

  #queue(message: Message, request: number): void {
    const command = {
      op: this.#options.nextOp(),
      label: commandLabel(message),
      setup: isSetup(message),
      request,
    }
    this.#report(
      { kind: 'command-queued', op: command.op, label: command.label, setup: command.setup },
      command,
    )
    if (message.moreToCome) this.#dismiss(command)
    else this.#open.set(message.id, command)
  }

  /** Nobody waits for a reply to this command, and none will come. */
  #dismiss(command: Command): void {
    this.#report({ kind: 'command-served', op: command.op, label: command.label }, command)
    this.#report({ kind: 'command-replied', op: command.op }, command)
  }

  #serve(message: Message & { bytes: Uint8Array }, now: number): void {
    const command = this.#open.get(message.responseTo)
    this.#open.delete(message.responseTo)
    if (command) {
      const label = command.setup ? command.label : command.label + resultLabel(message.body)
      this.#report({ kind: 'command-served', op: command.op, label }, command)
    }
    this.#hold(message.bytes, now, command)
  }

  /** A reply never overtakes an earlier one. */
  #hold(bytes: Uint8Array, now: number, command: Command | undefined): void {
    const latency = command && !command.setup ? this.#options.latency(command.label) : 0
    const previous = this.#held.at(-1)?.due ?? now
    this.#held.push({ bytes, due: Math.max(previous, now + latency), command })
  }

  #understand(frames: Frames, bytes: Uint8Array): (Message & { bytes: Uint8Array })[] {
    try {
      return frames.push(bytes).map((message) => ({ ...readMessage(message), bytes: message }))
    } catch {
      this.#lost.add(frames)
      return []
    }
  }

  #report(happening: CommandHappening, command: Command): void {
    this.#options.report(happening, command.request)
  }
}

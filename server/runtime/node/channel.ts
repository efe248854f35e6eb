/**
 * How a guest's thread and the kernel talk: a stretch of shared memory. One side writes a message, rings, and
 * sleeps in `Atomics.wait`; what it reads it has copied out first, because the other side could change it.
 *
 *     [state][json length][payload count][killed][contended] [length × 256] [json … payload … payload …]
 */
import type { Message } from '../../sandbox/guest.ts'

const STATE = 0
const JSON_LENGTH = 1
const PAYLOADS = 2
const KILLED = 3
const CONTENDED = 4
const LENGTHS = 8
const MOST_PAYLOADS = 256
const HEAD_BYTES = (LENGTHS + MOST_PAYLOADS) * 4
/** A frame of 1 MiB as UTF-8, and the bytes beside it. */
const BODY_BYTES = 4 << 20

/** Whose turn it is. */
const GUEST = 0
const KERNEL = 1

export class Channel {
  readonly shared: SharedArrayBuffer
  readonly #control: Int32Array
  readonly #body: Uint8Array

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(HEAD_BYTES + BODY_BYTES)) {
    this.shared = shared
    this.#control = new Int32Array(shared, 0, HEAD_BYTES / 4)
    this.#body = new Uint8Array(shared, HEAD_BYTES)
  }

  /** Guest: hands a message to the kernel and sleeps until its reply is there; undefined if killed. */
  call(message: Message, bell: Doorbell): Message | undefined {
    if (this.killed || !this.#write(message)) return undefined
    Atomics.store(this.#control, STATE, KERNEL)
    bell.ring()
    while (Atomics.load(this.#control, STATE) === KERNEL) Atomics.wait(this.#control, STATE, KERNEL)
    return this.killed ? undefined : this.#read()
  }

  /** Whether the guest has to come to its end. */
  get killed(): boolean {
    return Atomics.load(this.#control, KILLED) === 1
  }

  /** Whether other threads wait for the CPU. */
  get contended(): boolean {
    return Atomics.load(this.#control, CONTENDED) === 1
  }

  /** Kernel: the message that waits, if there's one. It counts as taken. */
  take(): Message | undefined {
    if (Atomics.load(this.#control, STATE) !== KERNEL || this.#control[JSON_LENGTH] === -1) return undefined
    const message = this.#read()
    this.#control[JSON_LENGTH] = -1
    return message
  }

  /** Kernel: lets the guest go on. */
  reply(message: Message): void {
    this.#write(message)
    this.#wake()
  }

  /** Kernel: the guest must not go on, whatever it does now. */
  kill(): void {
    Atomics.store(this.#control, KILLED, 1)
    this.#wake()
  }

  set contended(contended: boolean) {
    Atomics.store(this.#control, CONTENDED, contended ? 1 : 0)
  }

  #wake(): void {
    Atomics.store(this.#control, STATE, GUEST)
    Atomics.notify(this.#control, STATE)
  }

  /** False if the message doesn't fit. */
  #write({ json, payloads }: Message): boolean {
    const text = new TextEncoder().encode(json)
    const total = payloads.reduce((sum, { length }) => sum + length, text.length)
    if (total > this.#body.length || payloads.length > MOST_PAYLOADS) return false
    this.#control[JSON_LENGTH] = text.length
    this.#control[PAYLOADS] = payloads.length
    let offset = 0
    for (const [index, bytes] of [text, ...payloads].entries()) {
      this.#body.set(bytes, offset)
      offset += bytes.length
      if (index > 0) this.#control[LENGTHS + index - 1] = bytes.length
    }
    return true
  }

  #read(): Message {
    let offset = this.#control[JSON_LENGTH]!
    const json = new TextDecoder().decode(this.#body.slice(0, offset))
    const payloads: Uint8Array[] = []
    for (let index = 0; index < this.#control[PAYLOADS]!; index += 1) {
      const length = this.#control[LENGTHS + index]!
      payloads.push(this.#body.slice(offset, offset + length))
      offset += length
    }
    return { json, payloads }
  }
}

/** One bell for all threads of a run: it tells the kernel that somebody has written a message. */
export class Doorbell {
  readonly shared: SharedArrayBuffer
  readonly #count: Int32Array

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.shared = shared
    this.#count = new Int32Array(shared)
  }

  ring(): void {
    Atomics.add(this.#count, 0, 1)
    Atomics.notify(this.#count, 0)
  }

  /** Calls `answer` each time the bell has rung, until it answers false. */
  async listen(answer: () => boolean): Promise<void> {
    for (;;) {
      const seen = Atomics.load(this.#count, 0)
      if (!answer()) return
      const rung = Atomics.waitAsync(this.#count, 0, seen)
      if (rung.async) await rung.value
    }
  }
}

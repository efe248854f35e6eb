/**
 * How a guest's thread and the kernel talk: a stretch of shared memory. One side writes a message, rings, and
 * sleeps in `Atomics.wait`; what it reads it has copied out first, because the other side could change it.
 *
 *     [state][json length][payload count][killed][contended][beats] [length × 256] [json … payload … payload …]
 */
import type { Message } from '../../../sandbox/guest.ts'

const STATE = 0
const JSON_LENGTH = 1
const PAYLOADS = 2
const KILLED = 3
const CONTENDED = 4
const BEATS = 5
const LENGTHS = 8
const MOST_PAYLOADS = 256
const HEAD_BYTES = (LENGTHS + MOST_PAYLOADS) * 4
/** A frame of 1 MiB as UTF-8, the reports before it, and the bytes beside it. */
const BODY_BYTES = 8 << 20

/** Whose turn it is. */
const GUEST = 0
const KERNEL = 1
/** Stands for the length of a message that has been taken already. */
const TAKEN = -1

/** One guest's line to the kernel. Both sides make one over the same memory. */
export class Channel {
  readonly shared: SharedArrayBuffer
  readonly #control: Int32Array
  readonly #body: Uint8Array

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(HEAD_BYTES + BODY_BYTES)) {
    this.shared = shared
    this.#control = new Int32Array(shared, 0, HEAD_BYTES / 4)
    this.#body = new Uint8Array(shared, HEAD_BYTES)
  }

  /** Guest: hands a message to the kernel and sleeps until the reply is there. Doesn't go on if killed. */
  call(message: Message, bell: Doorbell): Message | 'killed' | 'too big' {
    if (!this.#write(message)) return 'too big'
    Atomics.store(this.#control, STATE, KERNEL)
    bell.ring()
    // A kill may have come before the state was set, and would then be overwritten: hence looked at again.
    while (!this.killed && Atomics.load(this.#control, STATE) === KERNEL) {
      Atomics.wait(this.#control, STATE, KERNEL)
    }
    return this.killed ? 'killed' : this.#read()
  }

  /** Whether the guest has to come to its end. */
  get killed(): boolean {
    return Atomics.load(this.#control, KILLED) === 1
  }

  /** Whether other threads wait for the CPU. */
  get contended(): boolean {
    return Atomics.load(this.#control, CONTENDED) === 1
  }

  set contended(contended: boolean) {
    Atomics.store(this.#control, CONTENDED, contended ? 1 : 0)
  }

  /** Guest: shows that it gets on, though it has nothing to say. */
  beat(): void {
    Atomics.add(this.#control, BEATS, 1)
  }

  /** Kernel: how often it has shown that. */
  get beats(): number {
    return Atomics.load(this.#control, BEATS)
  }

  /** Kernel: the message that waits, if there's one. It counts as taken. */
  take(): Message | undefined {
    if (Atomics.load(this.#control, STATE) !== KERNEL || this.#control[JSON_LENGTH] === TAKEN)
      return undefined
    const message = this.#read()
    this.#control[JSON_LENGTH] = TAKEN
    return message
  }

  /** Kernel: lets the guest go on. False, and the guest sleeps on, if the reply doesn't fit. */
  reply(message: Message): boolean {
    if (!this.#write(message)) return false
    this.#wake()
    return true
  }

  /** Kernel: as new, for the next guest. The one before has come to its end. */
  reset(): void {
    this.#control.fill(0)
  }

  /** Kernel: the guest must not go on, whatever it does now. */
  kill(): void {
    Atomics.store(this.#control, KILLED, 1)
    this.#wake()
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
    const count = Math.min(this.#control[PAYLOADS]!, MOST_PAYLOADS)
    for (let index = 0; index < count; index += 1) {
      const length = this.#control[LENGTHS + index]!
      payloads.push(this.#body.slice(offset, offset + length))
      offset += length
    }
    return { json, payloads }
  }
}

/** For how long guests that ring again at once may keep everybody else from being heard, ms. */
const LONGEST_SPELL = 5

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

  /** Calls `answer` each time the bell has rung, until it answers false. Sockets and timers get their turn. */
  async listen(answer: () => boolean): Promise<void> {
    let spell = performance.now()
    for (;;) {
      const seen = Atomics.load(this.#count, 0)
      if (!answer()) return
      const rung = Atomics.waitAsync(this.#count, 0, seen)
      if (rung.async) await rung.value
      else if (performance.now() - spell < LONGEST_SPELL) continue
      else await new Promise((resolve) => setImmediate(resolve))
      spell = performance.now()
    }
  }
}

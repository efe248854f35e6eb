/** A kernel with a clock, and short ways to hand it frames and to read what it said. */
import type { Effect } from '../../server/kernel/effect.ts'
import type { Happening } from '../../server/kernel/events.ts'
import { Kernel, type KernelOptions } from '../../server/kernel/kernel.ts'
import type { Completion, Submission } from '../../server/kernel/syscalls.ts'

type Call = Submission extends infer S
  ? S extends { op: infer Op }
    ? Omit<S, 'id'> & { op: Op }
    : never
  : never

/** What a thread was told: its completions, or that it has to wait. */
export type Answer = Completion[] | 'waits'

export class Machine {
  readonly kernel: Kernel
  readonly events: ({ lane: string; request: number } & Happening)[] = []
  now = 0
  #lastId = 0
  #effects: Effect[] = []

  constructor(options: Partial<KernelOptions> = {}) {
    const emit = (lane: string, request: number, happening: Happening) =>
      void this.events.push({ ...happening, lane, request })
    this.kernel = new Kernel({ emit, clock: () => this.now, ...options })
  }

  /** A thread that has the CPU, if there is one for it. */
  thread(): number {
    const id = this.kernel.boot()
    this.kernel.started(id)
    this.effects()
    return id
  }

  /** One call that waits for its own completion. */
  block(thread: number, call: Call, payload?: Uint8Array): Answer {
    return this.#enter(thread, call, true, payload)
  }

  /** One call that doesn't wait. */
  post(thread: number, call: Call, payload?: Uint8Array): Answer {
    return this.#enter(thread, call, false, payload)
  }

  /** The effects since the last time. */
  effects(): Effect[] {
    this.#effects = this.kernel.takeEffects()
    return this.#effects
  }

  /** Who was let go on since the last time, and with what. */
  woken(): [thread: number, completions: Completion[]][] {
    return this.effects().flatMap((effect): [number, Completion[]][] =>
      effect.kind === 'run' ? [[effect.thread, effect.completions]] : [],
    )
  }

  /** Lets time pass, µs. */
  pass(duration: number): void {
    this.now += duration
    this.kernel.advance()
  }

  /** A thread that listens on port 80, and its descriptor. */
  server(): { thread: number; fd: number } {
    const thread = this.thread()
    const fd = fdOf(this.post(thread, { op: 'listen', port: 80 }))
    this.effects()
    return { thread, fd }
  }

  /** A thread with an accepted connection: its descriptor, and the network's number for it. */
  connection(): { thread: number; listener: number; fd: number; network: number } {
    const { thread, fd: listener } = this.server()
    const network = this.kernel.incoming(80, 'client 1')!
    const fd = fdOf(this.post(thread, { op: 'accept', fd: listener, nonblock: true }))
    return { thread, listener, fd, network }
  }

  #enter(thread: number, call: Call, waits: boolean, payload?: Uint8Array): Answer {
    this.#lastId += 1
    const id = this.#lastId
    const completions = this.kernel.enter(thread, {
      submissions: [{ id, ...call } as Submission],
      payloads: payload ? [payload] : call.op === 'send' ? [new Uint8Array()] : [],
      wait: waits ? id : 0,
      request: 0,
      heap: 0,
      at: { file: 'program.ts', line: 3, column: 5 },
    })
    return completions ?? 'waits'
  }
}

/** The one result or error name among completions; throws if there are several. */
export function result(answer: Answer): unknown {
  if (answer === 'waits' || answer.length !== 1)
    throw new Error(`not one completion: ${JSON.stringify(answer)}`)
  const [completion] = answer
  return 'err' in completion! ? completion.err : completion!.ok
}

export function fdOf(answer: Answer): number {
  return (result(answer) as { fd: number }).fd
}

export const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7)

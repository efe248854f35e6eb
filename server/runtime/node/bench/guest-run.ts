/** Runs a program in a machine in this very process, with room for as many waiters as one likes. */
import { LIBRARY } from '../../../library.ts'
import type { Style } from '../../../run.ts'
import { type CompiledProgram, compile } from '../../../sandbox/compile.ts'
import { Guest, type GuestHost, type Message } from '../../../sandbox/guest.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { wasmEngine } from '../run/wasm-engine.ts'

/** A line that the program printed, and the machine's memory at that moment, bytes. */
export interface Printed {
  text: string
  heap: number
}

/** What these programs may use up: they're made to measure, not to be stopped. */
const ROOM = { ...LIMITS, memory: 512 << 20, burst: Number.POSITIVE_INFINITY }

/** What a kernel says in which nothing ever happens. */
const ANSWERS: Record<string, object> = {
  poll: { ready: [] },
  socketpair: { fds: [3, 4] },
  send: { sent: 1 },
}

function idle({ json }: Message): Message {
  const { submissions } = JSON.parse(json) as { submissions: { id: number; op: string }[] }
  const completions = submissions.map(({ id, op }) => ({ id, ok: ANSWERS[op] ?? {} }))
  return { json: JSON.stringify(completions), payloads: [] }
}

/** Microseconds that this process has computed: what else the machine does is nobody's fault here. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/**
 * Everything the program printed, in order. Its clock is the CPU time of this process, and its kernel one in which nothing
 * ever happens: whoever waits there goes on at once. `change` has a go at the compiled program first.
 */
export async function runGuest(
  style: Style,
  source: string,
  change: (program: CompiledProgram) => CompiledProgram = (program) => program,
): Promise<Printed[]> {
  const printed: Printed[] = []
  const { program } = compile({ source, style, suspending: false, library: LIBRARY })
  const host: GuestHost = {
    enter: idle,
    clock: cpuTime,
    report: () => undefined,
    log: (_stream, text) => void printed.push({ text, heap: guest.heap }),
    interrupt: () => false,
  }
  const { guest, end } = await Guest.load({
    wasm: wasmEngine(),
    program: change(program),
    limits: ROOM,
    seed: 1,
    host,
  })
  const how = end ?? guest.run('main')
  guest.dispose()
  if (how.how !== 'returned') throw new Error(`a measured program failed: ${how.message}`)
  return printed
}

/** The one way into the kernel: a frame with a system call. */
import { context } from 'context'
import { errorOf } from 'os-error'
import type {
  Arguments,
  Errno,
  Results,
  Syscall,
} from '../../server/kernel/syscalls.ts'

type Completion =
  | { id: number; ok: Results[Syscall]; data?: true }
  | { id: number; err: Errno }

/** Calls that one can make too often: the run's end says where. */
const LIMITED = new Set<Syscall>([
  'accept',
  'add',
  'connect',
  'fork',
  'leave',
  'listen',
  'release',
  'socketpair',
  'spawn',
  'store',
])

let lastId = 0

/**
 * Makes one system call. One that blocks gives the CPU away until it is
 * done; throws OSError if it fails.
 */
export function enter<Op extends Syscall>(
  op: Op,
  args: Arguments<Op>,
  blocking: boolean,
): Results[Op] {
  const completion = complete(op, args, blocking)
  if ('err' in completion) throw errorOf(completion.err, op)
  return completion.ok as Results[Op]
}

/** A call that must not wait: undefined if it says "nothing yet". */
export function attempt<Op extends Syscall>(
  op: Op,
  args: Arguments<Op>,
): Results[Op] | undefined {
  const completion = complete(op, args, false)
  if ('ok' in completion) return completion.ok as Results[Op]
  if (completion.err === 'EAGAIN') return undefined
  throw errorOf(completion.err, op)
}

function complete<Op extends Syscall>(
  op: Op,
  args: Arguments<Op>,
  blocking: boolean,
): Completion {
  lastId += 1
  const id = lastId
  const frame = {
    submissions: [{ id, op, ...args }],
    wait: blocking ? id : 0,
    request: context.request,
    heap: $heap(),
    at: blocking || LIMITED.has(op) ? where() : undefined,
  }
  const completions = JSON.parse($enter(JSON.stringify(frame)))
  return (completions as Completion[])[0] ?? { id, err: 'EINVAL' }
}

/** Where the program stands: its innermost line on the stack. */
export function where() {
  const place = $where()
  return place && { file: $program, ...place }
}

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
  // Text put together by hand: JSON.stringify takes thrice as long.
  const call = callOf(id, op, JSON.stringify(args))
  const wait = blocking ? id : 0
  const at = blocking || LIMITED.has(op) ? where() : undefined
  const place = at ? `,"at":${JSON.stringify(at)}` : ''
  const what = `"submissions":[${call}],"wait":${wait}`
  const who = `"request":${context.request}`
  const completions = JSON.parse($enter(`{${what},${who}${place}}`))
  return (completions as Completion[])[0] ?? { id, err: 'EINVAL' }
}

/** `args` is JSON of an object. */
function callOf(id: number, op: Syscall, args: string): string {
  const fields = args === '{}' ? '' : `,${args.slice(1, -1)}`
  return `{"id":${id},"op":"${op}"${fields}}`
}

/** Where the program stands: its innermost line on the stack. */
export function where() {
  const place = $where()
  return place && { file: $program, ...place }
}

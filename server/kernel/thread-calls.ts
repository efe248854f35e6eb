/** The system calls that start threads and processes, and wait for their end. */
import type { CallContext } from './calls.ts'
import { keep, sizeOf } from './object-calls.ts'
import { type Attempt, patient } from './patience.ts'
import type { Arguments, Errno, Syscall } from './syscalls.ts'
import type { Thread } from './thread.ts'

type Handler<Op extends Syscall> = (call: Arguments<Op>, context: CallContext) => Attempt

const fails =
  (err: Errno): Attempt =>
  () => ({ err })

export const THREAD_CALLS = {
  spawn: ({ target, args }, context) => started(context.spawn(target, args), context),
  fork: ({ target, args, fds }, context) => {
    if (!isList(fds)) return fails('EINVAL')
    const process = context.newProcess(fds)
    return process ? started(context.spawn(target, args, process), context) : fails('EBADF')
  },
  join: ({ thread: id, timeout }, { threadById, timer }) => {
    const attempt: Attempt = () => {
      const thread = threadById(id)
      if (!thread) return { err: 'ECHILD' }
      if (thread.state !== 'done') return undefined
      return { ok: thread.result === undefined ? {} : { value: thread.result } }
    }
    return patient(attempt, { timeout, timer })
  },
  leave: ({ value }, context) => {
    if (!keep(sizeOf(value), context)) return fails('EAGAIN')
    context.thread.result = value
    return () => ({ ok: {} })
  },
} satisfies Partial<{ [Op in Syscall]: Handler<Op> }>

/** One thread too many is the end of the program. */
function started(thread: Thread | undefined, { refuse, threadLimit }: CallContext): Attempt {
  if (thread) return () => ({ ok: { thread: thread.id } })
  refuse(`thread limit: the program wanted more than ${threadLimit} threads at once`)
  return fails('EAGAIN')
}

function isList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((fd) => typeof fd === 'number')
}

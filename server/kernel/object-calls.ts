/** The system calls on what threads share. What an object is at first comes with each call: it may not be there yet. */
import type { CallContext } from './calls.ts'
import {
  Condition,
  Counter,
  type KernelObject,
  OBJECT_LIMIT,
  QUEUE_LIMIT,
  Queue,
  Semaphore,
  STORE_LIMIT,
} from './objects.ts'
import { type Attempt, patient } from './patience.ts'
import type { Arguments, Errno, Syscall } from './syscalls.ts'
import type { Outcome, Thread } from './thread.ts'

type Handler<Op extends Syscall> = (call: Arguments<Op>, context: CallContext) => Attempt

const fails =
  (err: Errno): Attempt =>
  () => ({ err })

/** Locks and conditions. */
const locks = {
  acquire: ({ object, permits, timeout }, context) => {
    const semaphore = open(Semaphore, context, object, (name) => new Semaphore(name, permits))
    if (!semaphore) return fails('EINVAL')
    const attempt: Attempt = () => (semaphore.take(context.thread) ? { ok: {} } : undefined)
    wait(semaphore, context, () => ({ reason: 'lock', what: `${object} (${ownersOf(semaphore)})` }))
    return patient(attempt, { timeout, timer: context.timer })
  },
  release: ({ object, permits, bounded }, context) => {
    const semaphore = open(Semaphore, context, object, (name) => new Semaphore(name, permits))
    if (!semaphore) return fails('EINVAL')
    if (bounded && semaphore.free >= permits) return fails('EPERM')
    return () => give(semaphore, context)
  },
  wait: ({ object, lock, timeout }, context) => {
    const condition = open(Condition, context, object, (name) => new Condition(name))
    const held = context.objects.find(lock)
    if (!condition || !(held instanceof Semaphore) || held.free > 0) return fails('EPERM')
    give(held, context)
    wait(condition, context, () => ({ reason: 'condition', what: object }))
    const attempt: Attempt = () => (condition.hears(context.call) ? { ok: {} } : undefined)
    return patient(attempt, { timeout, timer: context.timer })
  },
  notify:
    ({ object, lock, count }, { objects, thread }) =>
    () => {
      const held = objects.find(lock)
      if (!(held instanceof Semaphore) || held.free > 0) return { err: 'EPERM' }
      const condition = objects.find(object)
      if (!(condition instanceof Condition)) return { ok: { told: 0 } }
      objects.change(condition, thread.name)
      return { ok: { told: condition.tell(count) } }
    },
} satisfies Partial<{ [Op in Syscall]: Handler<Op> }>

/** Queues. */
const queues = {
  put: ({ object, limit, value, timeout }, context) => {
    const queue = open(Queue, context, object, (name) => new Queue(name))
    if (!queue) return fails('EINVAL')
    const size = sizeOf(value)
    // It is the kernel's from now on, also while it waits for room.
    if (!keep(size, context)) return fails('EAGAIN')
    const attempt: Attempt = () => {
      if (limit > 0 && queue.values.length >= limit) return undefined
      if (queue.values.length === QUEUE_LIMIT) return refuseLongQueue(object, context)
      queue.values.push({ value, size })
      context.objects.change(queue, context.thread.name)
      return { ok: {} }
    }
    wait(queue, context, () => ({ reason: 'queue', what: `put into ${object} (it is full: ${limit})` }))
    const late = (): Outcome => {
      context.objects.stored -= size
      return { err: 'ETIMEDOUT' }
    }
    return patient(attempt, { timeout, timer: context.timer, late })
  },
  take: ({ object, timeout }, context) => {
    const queue = open(Queue, context, object, (name) => new Queue(name))
    if (!queue) return fails('EINVAL')
    const attempt: Attempt = () => {
      const first = queue.values.shift()
      if (!first) return undefined
      context.objects.stored -= first.size
      context.objects.change(queue, context.thread.name)
      return { ok: { value: first.value } }
    }
    wait(queue, context, () => ({ reason: 'queue', what: `get from ${object} (it is empty)` }))
    return patient(attempt, { timeout, timer: context.timer })
  },
  size:
    ({ object }, { objects }) =>
    () => {
      const queue = objects.find(object)
      return { ok: { size: queue instanceof Queue ? queue.values.length : 0 } }
    },
} satisfies Partial<{ [Op in Syscall]: Handler<Op> }>

/** Counters. */
const counters = {
  add: ({ object, amount }, context) => change(object, context, (value) => value + amount),
  store: ({ object, value }, context) => change(object, context, () => value),
} satisfies Partial<{ [Op in Syscall]: Handler<Op> }>

/** The handlers of all calls on shared objects. */
export const OBJECT_CALLS = { ...locks, ...queues, ...counters }

/** Characters of JSON. A guest may have left the value out. */
export function sizeOf(value: unknown): number {
  return String(JSON.stringify(value)).length
}

/** What a thread leaves behind for whoever joins it; false if there's no room, which is the end of the program. */
export function keep(size: number, { objects, refuse }: CallContext): boolean {
  objects.stored += size
  if (objects.stored <= STORE_LIMIT) return true
  refuse(`queue limit: what lies in queues and in results of threads is more than ${STORE_LIMIT >> 20} MiB`)
  return false
}

/** The object of that name, made if need be. One too many is the end of the program. */
function open<T extends KernelObject>(
  kind: abstract new (...args: never[]) => T,
  { objects, refuse }: CallContext,
  name: string,
  make: (name: string) => T,
): T | undefined {
  const known = objects.find(name)
  if (known) return known instanceof kind ? known : undefined
  if (objects.full)
    refuse(`object limit: the program uses more than ${OBJECT_LIMIT} locks and queues at once`)
  return objects.add(make(name))
}

/** If the call can't complete at once it waits for the object, and says so like this. */
function wait(
  object: KernelObject,
  { call }: CallContext,
  says: NonNullable<CallContext['call']['says']>,
): void {
  call.says = says
  call.waitsFor = object
}

function give(semaphore: Semaphore, { objects, thread }: CallContext): Outcome {
  semaphore.give(thread)
  objects.change(semaphore, thread.name)
  return { ok: {} }
}

function change(object: string, context: CallContext, to: (value: number) => number): Attempt {
  const counter = open(Counter, context, object, (name) => new Counter(name))
  if (!counter) return fails('EINVAL')
  return () => {
    counter.value = to(counter.value)
    context.objects.change(counter, context.thread.name)
    return { ok: { value: counter.value } }
  }
}

function refuseLongQueue(object: string, { refuse }: CallContext): Outcome {
  refuse(`queue limit: the program put more than ${QUEUE_LIMIT.toLocaleString('en')} values into ${object}`)
  return { err: 'EAGAIN' }
}

function ownersOf({ holders }: Semaphore): string {
  const names = [...new Set(holders.map(({ name }: Thread) => name))]
  if (names.length === 0) return 'there is none'
  return names.length === 1 ? `${names[0]} has it` : `${names.join(', ')} have it`
}

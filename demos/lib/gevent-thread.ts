/** Threads, locks and queues as gevent has them (22.10.2): on greenlets. */
import { Event } from 'gevent-event'
import { Greenlet } from 'gevent-greenlet'
import { patchLocks } from 'gevent-lock'
import { type Greenlet as AnyGreenlet, getcurrent } from 'greenlet'
import { Thread } from 'thread'
import { RuntimeError } from 'thread-errors'

/** The greenlets that threads became. */
const greenlets = new WeakMap<Thread, Greenlet>()

/** As threads do, waits until it has begun: it runs until it waits. */
function start(this: Thread): void {
  if (greenlets.has(this))
    throw new RuntimeError('threads can only be started once')
  const { target, args } = this
  const begun = new Event()
  const run = (...given: never[]) => {
    begun.set()
    return target(...given)
  }
  const greenlet = Greenlet.spawn(run, ...args)
  greenlets.set(this, greenlet)
  threads.set(greenlet, this)
  begun.wait()
}

/** As threads do: what it has returned, null after an error. */
function join(this: Thread, timeout = -1): unknown {
  const greenlet = started(this)
  greenlet.join(timeout < 0 ? null : timeout)
  return greenlet.value
}

function isAlive(this: Thread): boolean {
  return greenlets.get(this)?.started ?? false
}

function started(thread: Thread): Greenlet {
  const greenlet = greenlets.get(thread)
  if (greenlet) return greenlet
  throw new RuntimeError('cannot join thread before it is started')
}

/** The thread that a greenlet stands for, whoever started it. */
const threads = new WeakMap<AnyGreenlet, Thread>()

function current(): Thread {
  const greenlet = getcurrent()
  const thread = threads.get(greenlet) ?? new Thread(current)
  threads.set(greenlet, thread)
  return thread
}

/**
 * Makes each thread a greenlet, which needs no exported function; locks,
 * conditions, queues and thread-local values are for greenlets then.
 */
export function patchThread(): void {
  Object.assign(Thread.prototype, { start, join, isAlive })
  Object.assign(Thread, { current })
  patchLocks()
}

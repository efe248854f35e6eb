/** Threads, locks and queues as gevent has them (22.10.2): on greenlets. */
import { Greenlet } from 'gevent-greenlet'
import { patchLocks } from 'gevent-lock'
import { type Greenlet as AnyGreenlet, getcurrent } from 'greenlet'
import { Thread } from 'thread'
import { RuntimeError } from 'thread-errors'

/** The greenlets that threads became. */
const greenlets = new WeakMap<Thread, Greenlet>()

function start(this: Thread): void {
  if (greenlets.has(this))
    throw new RuntimeError('threads can only be started once')
  const { target, args } = this
  const greenlet = Greenlet.spawn(target, ...args)
  greenlets.set(this, greenlet)
  threads.set(greenlet, this)
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

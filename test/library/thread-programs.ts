/** Programs of threads that print the same on every runtime, each with what it prints. */

/** All names of the library about threads, and `attempt`, which says how something failed. */
export const THREADS = `import { Thread, currentThread } from 'thread'
import { Condition, Lock, Semaphore } from 'lock'
import { Empty, Full, Queue } from 'queue'
import { Counter } from 'counter'
import { Local } from 'local'
import { Process } from 'process'
import { ThreadPool } from 'thread-pool'
import { Socket } from 'socket'
import { now, sleep } from 'os'
const attempt = (action) => { try { return action() } catch (error) { return error.name + ': ' + error.message } }
const all = (kind, count, ...args) => {
  const threads = Array.from({ length: count }, () => new kind(...args))
  for (const thread of threads) thread.start()
  return threads.map((thread) => thread.join())
}
`

export const PROGRAMS: Record<string, { program: string; prints: string[] }> = {
  'a thread returns a value to whoever joins it': {
    program: `
export function work(n) { sleep(50); return { twice: n * 2 } }
export function main() {
  const thread = new Thread(work, 4)
  console.log(attempt(() => thread.join()))
  console.log(thread.isAlive())
  thread.start()
  console.log(thread.isAlive(), thread.join(1))
  console.log(thread.join(), thread.isAlive(), thread.join())
  console.log(attempt(() => thread.start()))
}`,
    prints: [
      'RuntimeError: cannot join thread before it is started',
      'false',
      'true undefined',
      '{"twice":8} false {"twice":8}',
      'RuntimeError: threads can only be started once',
    ],
  },
  'a thread has a name, and knows which one runs': {
    program: `
export function work() {
  console.log(currentThread().name, currentThread() === currentThread(), currentThread().isAlive())
  if (currentThread().name === 'Thread-1') all(Thread, 1, work)
}
export function main() {
  console.log(currentThread().name, attempt(() => currentThread().join()))
  const first = new Thread(work), second = new Thread(work)
  first.start()
  first.join()
  second.name = 'other'
  second.start()
  second.join()
}`,
    prints: [
      'MainThread RuntimeError: cannot join current thread',
      'Thread-1 true true',
      'Thread-1.Thread-1 true true',
      'other true true',
    ],
  },
  'what is no JSON does not go to a thread, nor come back from one': {
    program: `
export function work() { return new Map() }
export function late() { sleep(1) }
const hidden = () => 1
export function main() {
  // By another name, so that it's not refused before the program runs.
  const Any = Thread
  const start = (...args) => attempt(() => new Any(...args).start())
  console.log(start(late, new Map()))
  console.log(start(late, [() => 1]))
  console.log(start([hidden][0]))
  const thread = new Thread(work)
  thread.start()
  console.log(attempt(() => thread.join()))
}`,
    prints: [
      'TypeError: an argument of a thread must be JSON, a socket, a lock or the like, not a Map',
      'TypeError: an argument of a thread must be JSON, a socket, a lock or the like, not a function',
      'TypeError: another thread can not find hidden: pass an exported function of the program',
      'TypeError: what a thread returns must be JSON, a socket, a lock or the like, not a Map',
    ],
  },
  'what JSON would change does not go to a thread': {
    program: `
export function main() {
  const queue = new Queue()
  const put = (value) => attempt(() => queue.put(value))?.replace(/.* not /, '')
  console.log(put(NaN), put(-Infinity), put({ at: new Date(0) }), put([undefined]))
  console.log(put({ none: undefined }), queue.get(), put(undefined), queue.get())
}`,
    prints: ['NaN -Infinity a Date undefined', 'undefined {} undefined undefined'],
  },
  'a function may have a name that objects know': {
    program: `
export function toString() { return 'mine' }
export function main() {
  const thread = new Thread(toString)
  thread.start()
  console.log(thread.join())
}`,
    prints: ['mine'],
  },
  'a pool says what was thrown, whatever it was': {
    program: `
export function bad(value) { throw value }
export function main() {
  const pool = new ThreadPool(2)
  console.log(attempt(() => pool.apply(bad, null)), attempt(() => pool.apply(bad, 'no')))
  pool.close()
}`,
    prints: ['Error: null Error: no'],
  },
  'there are no pools without threads, and no semaphores with less than nothing': {
    program: `
export function main() {
  console.log(attempt(() => new ThreadPool(0)))
  console.log(attempt(() => new Semaphore(-1)))
}`,
    prints: [
      'RangeError: Number of processes must be at least 1',
      'RangeError: semaphore initial value must be >= 0',
    ],
  },
  'a lock lets one in at a time, whether it came as an argument or from the top level': {
    program: `
const lock = new Lock()
const count = new Counter(), seen = new Counter()
function addOne(wait) { const before = count.get(); wait(); count.set(before + 1) }
export function unsafe() { addOne(() => { seen.add(); while (seen.get() < 3) sleep(1) }) }
export function safe(own) { own.acquire(); addOne(() => sleep(5)); own.release() }
export function top() { lock.hold(() => addOne(() => sleep(5))) }
export function main() {
  all(Thread, 3, unsafe)
  console.log(count.get())
  all(Thread, 3, safe, new Lock())
  console.log(count.get())
  all(Thread, 3, top)
  console.log(count.get(), lock.locked())
}`,
    prints: ['1', '4', '7 false'],
  },
  'a lock that is taken can be waited for a while, and one that is free not be released': {
    program: `
export function take(lock) { return [lock.locked(), lock.acquire(0), lock.acquire(20)] }
export function main() {
  const lock = new Lock()
  console.log(lock.acquire(), lock.acquire(0))
  console.log(all(Thread, 1, take, lock))
  lock.release()
  console.log(attempt(() => lock.release()), all(Thread, 1, take, lock))
}`,
    prints: [
      'true false',
      '[[true,false,false]]',
      'RuntimeError: release unlocked lock [[false,true,false]]',
    ],
  },
  'a lock is given back whatever happens while it is held': {
    program: `
export function main() {
  const lock = new Lock()
  console.log(attempt(() => lock.hold(() => { throw new Error('no') })), lock.locked(), lock.hold(() => 5))
}`,
    prints: ['Error: no false 5'],
  },
  'a semaphore has so many permits, and more if one gives more than one took': {
    program: `
const two = new Semaphore(2)
const inside = new Counter(), met = new Counter(), tooMany = new Counter()
export function work() {
  two.hold(() => {
    if (inside.add() > 2) tooMany.add()
    while (met.get() === 0) { if (inside.get() === 2) met.add(); sleep(1) }
    inside.add(-1)
  })
}
export function main() {
  all(Thread, 5, work)
  console.log(met.get() > 0, tooMany.get())
  two.release()
  console.log(two.acquire(0), two.acquire(0), two.acquire(0), two.acquire(0))
  const none = new Semaphore(0)
  console.log(none.acquire(0), none.release(), none.acquire(0))
}`,
    prints: ['true 0', 'true true true false', 'false undefined true'],
  },
  'a condition wakes who waits for it, with the lock taken again': {
    program: `
const condition = new Condition(new Lock())
const { lock } = condition
const waiting = new Counter()
export function wait() {
  lock.acquire()
  waiting.add()
  const told = condition.wait()
  const alone = lock.locked()
  lock.release()
  return [told, alone]
}
export function main() {
  const threads = [1, 2, 3].map(() => new Thread(wait))
  for (const thread of threads) thread.start()
  while (waiting.get() < 3) sleep(5)
  lock.acquire()
  condition.notify(1)
  console.log(threads.map((thread) => thread.isAlive()))
  lock.release()
  while (threads.every((thread) => thread.isAlive())) sleep(5)
  console.log(threads.filter((thread) => thread.isAlive()).length)
  lock.hold(() => condition.notifyAll())
  console.log(threads.map((thread) => thread.join()))
  console.log(lock.hold(() => condition.wait(10)))
  console.log(attempt(() => condition.wait()))
  console.log(attempt(() => condition.notify()))
}`,
    prints: [
      '[true,true,true]',
      '2',
      '[[true,true],[true,true],[true,true]]',
      'false',
      'RuntimeError: cannot wait on un-acquired lock',
      'RuntimeError: cannot notify on un-acquired lock',
    ],
  },
  'a condition waits until something is so, with a lock of its own': {
    program: `
const condition = new Condition()
const dishes = new Counter()
export function cook() {
  for (let n = 0; n < 3; n += 1) {
    sleep(5)
    condition.acquire()
    dishes.add()
    condition.notifyAll()
    condition.release()
  }
}
export function main() {
  new Thread(cook).start()
  condition.acquire()
  console.log(condition.waitFor(() => dishes.get() === 3), dishes.get())
  console.log(condition.waitFor(() => dishes.get() === 4, 10), condition.waitFor(() => true, 0))
  condition.release()
  console.log(condition.lock.locked())
}`,
    prints: ['true 3', 'false true', 'false'],
  },
  'a queue gives values in order, and waits for a value and for room': {
    program: `
export function cook(queue, from) { for (let n = from; n < from + 3; n += 1) queue.put({ n }) }
export function main() {
  const queue = new Queue(1)
  new Thread(cook, queue, 1).start()
  for (let n = 0; n < 3; n += 1) { sleep(5); console.log(queue.get()) }
  console.log(attempt(() => queue.get(10)), attempt(() => queue.getNowait()), queue.empty())
  queue.put(null)
  console.log(attempt(() => queue.put(2, 10)), attempt(() => queue.putNowait(2)), queue.full(), queue.qsize(), queue.get())
  console.log(new Empty() instanceof Error, attempt(() => queue.put(() => 1)))
}`,
    prints: [
      '{"n":1}',
      '{"n":2}',
      '{"n":3}',
      'Empty:  Empty:  true',
      'Full:  Full:  true 1 null',
      'true TypeError: what a queue takes must be JSON, a socket, a lock or the like, not a function',
    ],
  },
  'locks, queues and counters travel through queues and come back from threads': {
    program: `
export function make(queue) {
  const counter = new Counter()
  counter.set(5)
  queue.put([counter, { lock: new Lock(), reply: new Queue() }])
  const [, { reply }] = queue.get()
  reply.put(counter.add(1))
  return counter
}
export function main() {
  const queue = new Queue()
  const thread = new Thread(make, queue)
  thread.start()
  const [counter, { lock, reply }] = queue.get()
  console.log(counter.get(), lock.acquire(), lock.acquire(0))
  queue.put([counter, { lock, reply }])
  console.log(reply.get(), thread.join().add(1), counter.get())
}`,
    prints: ['5 true false', '6 7 7'],
  },
  'objects that two threads make are not the same': {
    program: `
export function work() { const counter = new Counter(); counter.add(1); return counter.get() }
export function main() {
  const counter = new Counter()
  console.log(all(Thread, 2, work), counter.get())
}`,
    prints: ['[1,1] 0'],
  },
  'each thread has its own local values': {
    program: `
const local = new Local()
local.set('user', 'top')
export function work(name) {
  const before = local.get('user') ?? null
  local.set('user', name)
  sleep(5)
  return [before, local.get('user')]
}
export function main() {
  console.log(all(Thread, 2, work, 'ann'), local.get('user'))
  local.delete('user')
  console.log(local.get('user'))
}`,
    prints: ['[[null,"ann"],[null,"ann"]] top', 'undefined'],
  },
  'a pool of threads calls a function with many values, so many at a time': {
    program: `
const inside = new Counter(), met = new Counter(), tooMany = new Counter()
export function square(n) {
  if (n < 0) throw new RangeError('negative')
  if (inside.add() > 2) tooMany.add()
  while (met.get() === 0) { if (inside.get() === 2) met.add(); sleep(1) }
  sleep(20 / n)
  inside.add(-1)
  return n * n
}
export function add(a, b) { return a + b }
export function main() {
  const pool = new ThreadPool(2)
  console.log(pool.map(square, [1, 2, 3, 4]), pool.apply(add, 1, 2), tooMany.get())
  console.log(attempt(() => pool.map(square, [1, -1])))
  // By another name, so that it's not refused before the program runs.
  const other = pool
  console.log(attempt(() => other.map([(n) => n][0], [1])), pool.map(square, []))
  pool.close()
  console.log(pool.map(square, [5]))
  pool.close()
}`,
    prints: [
      '[1,4,9,16] 3 0',
      'RangeError: negative',
      'TypeError: another thread can not find this function: pass an exported function of the program []',
      '[25]',
    ],
  },
  'a process has descriptors of its own, and a name': {
    program: `
export function work() { return [Socket.listen(81).fd, Socket.listen(82).fd, currentThread().name] }
export function main() {
  const own = Socket.listen(80)
  const worker = new Process(work)
  console.log(attempt(() => worker.join()))
  worker.start()
  console.log(own.fd, worker.join(), worker.isAlive(), attempt(() => Socket.listen(80)))
  console.log(attempt(() => worker.start()))
}`,
    prints: [
      'RuntimeError: can only join a started process',
      '3 [3,4,"Process-1"] false OSError: listen: EADDRINUSE',
      'RuntimeError: cannot start a process twice',
    ],
  },
  'processes share locks and counters, but take no turns': {
    program: `
const lock = new Lock(), count = new Counter()
export function work() { lock.hold(() => { const seen = count.get(); sleep(5); count.set(seen + 1) }) }
export function main() {
  all(Process, 3, work)
  console.log(count.get())
}`,
    prints: ['3'],
  },
}

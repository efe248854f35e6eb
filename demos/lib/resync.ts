/**
 * Motor made synchronous again, so that the blocking driver's own tests
 * can run on it: what Motor 0.1 called synchro. It serves tests only.
 */
import { AssertionError } from 'assertion-error'
import { Future } from 'future'
import { IOLoop } from 'ioloop'
import { MotorClient, MotorCommandCursor } from 'motor'
import type { MongoClient } from 'pymongo'
import { TimeoutError } from 'timeout-error'

/** How long an operation may take, ms. */
const PATIENCE = 10_000

/**
 * Starts something; runs the loop until its Future is done, and gives the
 * result or throws the error. TimeoutError after ten seconds.
 */
export function synchronize<T>(begin: () => Future<T> | T): T {
  const loop = IOLoop.instance()
  if (loop.running()) throw new AssertionError('the loop is running')
  // What an earlier operation has left must not disturb this one.
  loop.clear()
  const result = begin()
  if (!(result instanceof Future)) return result
  const expires = loop.addTimeout(PATIENCE, () => loop.stop())
  loop.addFuture(result, () => loop.stop())
  loop.start()
  // Else it would end a sleep that comes later.
  loop.removeTimeout(expires)
  if (result.done()) return result.result()
  throw new TimeoutError('operation timed out after 10 seconds')
}

/** What tests sleep with: the loop runs meanwhile, for so many ms. */
export function sleep(ms: number): void {
  const loop = IOLoop.instance()
  loop.addTimeout(ms, () => loop.stop())
  loop.start()
}

/** A Motor object, and the blocking driver's object that it hides. */
interface Motor {
  readonly manner: object
  readonly delegate: object
}

/** The object that stands for a Motor object, and the way back. */
const standIns = new WeakMap<object, object>()
const originals = new WeakMap<object, object>()

/** A Motor object whose methods block; anything else as it is. */
export function resync<T>(value: T): T {
  if (!isMotor(value)) return value
  const known = standIns.get(value)
  if (known) return known as T
  const standIn = new Proxy(value, { get: blocking })
  standIns.set(value, standIn)
  originals.set(standIn, value)
  return standIn as T & Motor
}

/** A property; a method of it takes and gives objects that block. */
function blocking(motor: Motor, name: string | symbol): unknown {
  if (name === Symbol.iterator) return () => documentsOf(motor)
  const owner = name in motor ? motor : motor.delegate
  const value = Reflect.get(owner, name, owner)
  if (typeof value !== 'function') return resync(value)
  return (...args: unknown[]) => {
    const own = args.map(original)
    const call = () => $run(Reflect.apply(value, owner, own), 'resync')
    return resync(synchronize(call))
  }
}

/** `for (const document of cursor)`. */
function* documentsOf(motor: Motor): Generator<unknown> {
  if (!(motor instanceof MotorCommandCursor)) return
  let document = synchronize(() => motor.next())
  while (document) {
    yield document
    document = synchronize(() => motor.next())
  }
}

function isMotor(value: unknown): value is Motor {
  const object = typeof value === 'object' && value !== null
  return object && 'manner' in value && 'delegate' in value
}

const original = (value: unknown) =>
  originals.get(value as object) ?? value

/**
 * Looks like the blocking driver's client, and is Motor's (0.1, synchro).
 * Errors are the driver's, and TimeoutError.
 *
 * ```ts callbacks
 * import { ResyncClient } from 'resync'
 *
 * export function main() {
 *   const db = new ResyncClient().db('worldcup')
 *   console.log(db.collection('matches').findOne({ teamA: 'Brazil' }))
 * }
 * ```
 */
export const ResyncClient = new Proxy(MotorClient, {
  construct: (Client, args: []) => resync(new Client(...args)),
}) as unknown as typeof MongoClient

/** Cases of the driver's tests that Motor can't pass, and why. */
export const EXCLUSIONS = {
  'at gives the document at an index':
    'Motor gives a cursor: it can’t ask the database at once',
  'a tailable cursor finds what comes later':
    'Motor refuses toList on a cursor that has no end',
}

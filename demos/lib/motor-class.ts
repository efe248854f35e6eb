/**
 * Makes a class whose instances stand for those of a blocking class, and
 * have some of its methods, made asynchronous.
 */
import {
  type Asynchronous,
  asynchronize,
  type Manner,
} from 'motor-asynchronize'

/** Those methods of a class, asynchronous. */
export type Asynchronized<T, K extends keyof T> = {
  readonly [Name in K]: T[Name] extends (...args: infer Args) => infer R
    ? Asynchronous<Args, R>
    : never
}

/** An asynchronous object, and the blocking one behind it. */
export interface Delegating<T> {
  readonly delegate: T
  readonly manner: Manner
}

/**
 * `class MotorThing extends asynchronousClass(Thing, 'get', 'set') {}`:
 * `new MotorThing(thing)` runs the `get` and `set` of a thing on
 * greenlets; the thing needs a socket that parks, a MotorSocket.
 */
export function asynchronousClass<T extends object, K extends keyof T>(
  _blocking: abstract new (...args: never[]) => T,
  ...names: K[]
): new (
  delegate: T,
  manner?: Manner,
) => Delegating<T> & Asynchronized<T, K> {
  class Delegate implements Delegating<T> {
    readonly delegate: T
    readonly manner: Manner

    constructor(delegate: T, manner: Manner = {}) {
      this.delegate = delegate
      this.manner = manner
    }
  }
  for (const name of names) {
    Object.defineProperty(Delegate.prototype, name, {
      get(this: Delegate) {
        const { delegate, manner } = this
        const method = delegate[name] as (...args: unknown[]) => unknown
        return asynchronize(
          method.bind(delegate),
          manner,
          `${String(name)}`,
        )
      },
    })
  }
  return Delegate as never
}

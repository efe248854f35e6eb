/** A database of Motor. */
import type { Document } from 'bson'
import { give } from 'green/motor-call'
import { Database } from 'green/pymongo'
import { asynchronize } from 'motor-asynchronize'
import { asynchronousClass } from 'motor-class'
import { MotorCollection } from 'motor-collection'

const Methods = asynchronousClass(
  Database,
  'command',
  'dropCollection',
  'listCollectionNames',
)

/**
 * A database: `command` and the like give a Future, or take a callback
 * (Motor 0.1). Errors are the driver's.
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * const loop = IOLoop.instance()
 *
 * export function main() {
 *   const db = new MotorClient().db('worldcup')
 *   db.command({ ping: 1 }, (reply, error) => {
 *     console.log(error ?? reply)
 *     loop.stop()
 *   })
 *   loop.start()
 * }
 * ```
 */
export class MotorDatabase extends Methods {
  get name(): string {
    return this.delegate.name
  }

  collection(name: string): MotorCollection {
    const collection = $run(
      this.delegate.collection(name),
      'collection',
    )
    return new MotorCollection(collection, this.manner)
  }

  /** The result is the collection. */
  get createCollection() {
    const create = (name: string, options?: Document) =>
      give(this.collection(name), () =>
        this.delegate.createCollection(name, options),
      )
    return asynchronize(create, this.manner, 'createCollection')
  }
}

/** A collection of Motor: the driver's own methods, on greenlets. */
import type { Document } from 'bson'
import { Collection, type FindOptions } from 'green/pymongo'
import { Keywords } from 'keywords'
import { asynchronousClass } from 'motor-class'
import { MotorCommandCursor } from 'motor-command-cursor'
import { MotorCursor } from 'motor-cursor'
import { InvalidOperation } from 'pymongo-errors'

const Methods = asynchronousClass(
  Collection,
  'findOne',
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'countDocuments',
  'distinct',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'createIndex',
  'dropIndex',
  'drop',
)

/**
 * A collection. Operations take a callback or give a Future; `find` and
 * `aggregate` send nothing yet, and give a cursor (Motor 0.1).
 *
 * ```ts coroutines
 * import { coroutine } from 'gen'
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * const notes = new MotorClient().db('app').collection('notes')
 *
 * const keep = coroutine(function* () {
 *   const { insertedId } = yield notes.insertOne({ text: 'Goal!' })
 *   console.log(yield notes.findOne({ _id: insertedId }))
 * })
 *
 * export function main() {
 *   IOLoop.instance().runSync(keep)
 * }
 * ```
 */
export class MotorCollection extends Methods {
  get name(): string {
    return this.delegate.name
  }

  get fullName(): string {
    return this.delegate.fullName
  }

  /** The collection whose name goes on with a dot. */
  collection(name: string): MotorCollection {
    const { delegate, manner } = this
    const collection = $run(delegate.collection(name), 'collection')
    return new MotorCollection(collection, manner)
  }

  /** Sends nothing yet, so it takes no callback. */
  find(filter?: Document, options?: FindOptions): MotorCursor {
    if ([filter, options].some(isCallback)) {
      throw new InvalidOperation(NO_CALLBACK)
    }
    const cursor = $run(this.delegate.find(filter, options), 'find')
    return new MotorCursor(cursor, this.manner)
  }

  aggregate(pipeline: Document[], options?: Document) {
    const { delegate, manner } = this
    const cursor = $run(delegate.aggregate(pipeline, options), 'find')
    return new MotorCommandCursor(cursor, manner)
  }
}

const NO_CALLBACK =
  'Pass a callback to fetch_next, each, to_list, count, or tail,' +
  'not to find'

/** TypeScript refuses it; Motor 0.1 did so when it ran. */
const isCallback = (value: unknown) =>
  typeof value === 'function' || value instanceof Keywords

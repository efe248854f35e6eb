/**
 * Takes out documents whose time is over. mongod does it in a thread once a minute; here it is done when somebody
 * turns to the collection, at most once a minute as well.
 */
import { TYPE } from '../bson/bson-type.ts'
import type { Collection } from './collection.ts'

/** How long after their time documents may stay, in ms. */
const PERIOD = 60_000

const swept = new WeakMap<Collection, number>()

/** Removes what the collection's TTL indexes say has ended at `now`, ms since the epoch. */
export function expire(collection: Collection, now: number): void {
  const indexes = collection.indexes.list.filter(({ options }) => options.expireAfterSeconds !== undefined)
  const { expiry } = collection.options.kind ?? {}
  if ((indexes.length === 0 && !expiry) || now < (swept.get(collection) ?? -PERIOD) + PERIOD) return
  swept.set(collection, now)
  for (const { entries, options } of indexes) {
    const limit = BigInt(Math.floor(now - options.expireAfterSeconds! * 1000))
    const ended = [...entries.walk(() => false)].filter(
      ({ key }) => key[0]!.type === TYPE.date && key[0]!.int64 < limit,
    )
    for (const { record } of ended) collection.remove(record)
  }
  if (!expiry) return
  const limit = BigInt(now - expiry.seconds * 1000)
  for (const record of collection.records()) {
    const date = record.document.get(expiry.path)
    if (date?.type === TYPE.date && date.int64 < limit) collection.remove(record)
  }
}

import { describe, expect, it } from 'vitest'
import { describeDocument } from '../../../server/mongo/bson/describe.ts'
import type { Document } from '../../../server/mongo/bson/document.ts'
import { encode, type Reply, type ReplyValue } from '../../../server/mongo/bson/encode.ts'
import {
  bool,
  date,
  decimal,
  double,
  int,
  long,
  MAX_KEY,
  MIN_KEY,
  objectId,
  text,
  timestamp,
} from '../../../server/mongo/bson/values.ts'
import { select } from '../../../server/mongo/plan/selection.ts'
import { compileFilter } from '../../../server/mongo/query/filter.ts'
import { compileSort } from '../../../server/mongo/query/sort.ts'
import { Collection } from '../../../server/mongo/storage/collection.ts'
import { readIndex } from '../../../server/mongo/storage/index-specification.ts'
import { randomBySeed } from '../../../server/runtime/load/random.ts'
import { SCOPE } from '../../support/parts.ts'

const scope = SCOPE

function collectionOf(indexes: readonly Reply[]): Collection {
  const collection = new Collection('test.c', {
    newId: () => new Uint8Array(12),
    now: () => 0,
    random: () => 0,
  })
  for (const index of indexes) {
    const options = readIndex(encode({ name: Object.entries(index['key']!).join('_'), ...index }), scope)
    collection.indexes.create(options, collection.records(), collection.namespace)
  }
  return collection
}

const SCALARS: readonly ReplyValue[] = [
  ...[0, 1, 2, 3, 4, 5].map(int),
  long(2n),
  long(2n ** 53n + 1n),
  double(2.5),
  double(Number.NaN),
  double(Number.NEGATIVE_INFINITY),
  decimal({ digits: 25n, exponent: -1 }),
  ...['', 'a', 'ab', 'abc', 'b', 'é'].map(text),
  bool(true),
  bool(false),
  null,
  date(-5n),
  date(7n),
  timestamp(1, 2),
  objectId(new Uint8Array(12)),
  MIN_KEY,
  MAX_KEY,
]

/** Random documents and queries over the fields a, b and c. */
class Chance {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = randomBySeed(seed)
  }

  number(below: number): number {
    return Math.floor(this.#random() * below)
  }

  one<Item>(items: readonly Item[]): Item {
    return items[this.number(items.length)]!
  }

  value(depth = 0): ReplyValue {
    const kind = depth > 2 ? 0 : this.number(10)
    if (kind < 6) return this.one(SCALARS)
    if (kind < 8) return this.#document(depth + 1)
    return Array.from({ length: this.number(4) }, () => this.value(depth + 1))
  }

  #document(depth: number): Reply {
    const names = ['b', 'c'].filter(() => this.number(3) > 0)
    return Object.fromEntries(names.map((name) => [name, this.value(depth)]))
  }

  /** At most one of the fields of a compound index may be an array. */
  document(id: number): Reply {
    const fields = ['a', 'b', 'c'].filter(() => this.number(5) > 0)
    return { _id: id, ...Object.fromEntries(fields.map((name) => [name, this.value()])) }
  }

  path(): string {
    return this.one(['a', 'a', 'b', 'c', 'a.b', 'a.c', 'a.0', '_id'])
  }

  condition(): ReplyValue {
    const operator = this.one(
      '$eq $gt $gte $lt $lte $ne $in $nin $exists $elemMatch $all $range $plain'.split(' '),
    )
    switch (operator) {
      case '$in':
      case '$nin':
        return { [operator]: [this.value(), this.value(1), this.value(3)] }
      case '$exists':
        return { $exists: this.number(2) > 0 }
      case '$elemMatch':
        return this.number(2) > 0
          ? { $elemMatch: { $gte: this.value(2), $lt: this.value(2) } }
          : { $elemMatch: { b: this.value(2), c: { $gt: this.value(3) } } }
      case '$all':
        return { $all: [this.value(2), this.value(2)] }
      case '$range':
        return { $gte: this.value(3), $lt: this.value(3) }
      case '$plain':
        return this.value()
    }
    return { [operator]: this.value() }
  }

  filter(): Reply {
    const filter: Record<string, ReplyValue> = {}
    for (let count = this.number(3); count >= 0; count--) filter[this.path()] = this.condition()
    if (this.number(5) > 0) return filter
    return { $or: [filter, { [this.path()]: this.condition() }] }
  }

  sort(): Reply {
    return { [this.one(['a', 'b', 'c', 'a.b', '_id'])]: this.one([1, -1]) }
  }
}

const INDEXES: readonly Reply[] = [
  { key: { a: 1 } },
  { key: { b: -1 } },
  { key: { a: 1, c: -1 } },
  { key: { 'a.b': 1, 'a.c': 1 } },
  { key: { 'a.0': 1 } },
  { key: { c: 1, b: 1, a: 1 } },
  { key: { b: 1 }, sparse: true, name: 'sparse' },
  { key: { c: 1 }, partialFilterExpression: { b: { $gt: 1 } }, name: 'partial' },
  { key: { a: 'hashed' } },
]

/** Changes a collection at random; what mongod would refuse as well is left out. */
function change(collection: Collection, chance: Chance, id: number): void {
  const records = [...collection.records()]
  const document = encode(chance.document(id))
  try {
    if (records.length === 0 || chance.number(3) < 2) {
      collection.insert(document)
      return
    }
    const record = chance.one(records)
    if (chance.number(2) === 0) {
      collection.remove(record)
      return
    }
    const fields = Object.fromEntries(document.fields.map(({ name, value }) => [name, value]))
    collection.replace(record, encode({ ...fields, _id: record.document.get('_id')! }))
  } catch (error) {
    expect(String(error)).toMatch(/parallel arrays|Ambiguous field name/)
  }
}

type Records = readonly { readonly id: number; readonly document: Document }[]

function ids(records: Records): number[] {
  return records.map(({ id }) => id).sort((a, b) => a - b)
}

/** Through every index that holds all documents, and through none, the same is found. */
function compareScans(collection: Collection, filter: Document): number {
  const isMeant = compileFilter(filter, scope)
  const expected = [...collection.records()].filter(({ document }) => isMeant(document))
  const complete = collection.indexes.list.filter(({ options }) => !options.sparse && !options.partial)
  for (const name of [undefined, ...complete.map(({ options }) => options.name)]) {
    const found = select(collection, { filter, scope, hint: name === undefined ? undefined : text(name) })
    expect(ids(found), `${name} ${describeDocument(filter)}`).toEqual(ids(expected))
  }
  return expected.length
}

/** Equal ones may come in any order, but each of the others in its place. */
function compareSorts(collection: Collection, filter: Document, sort: Document): void {
  const found = select(collection, { filter, scope, sort })
  const expected = compileSort(sort, scope)([...found])
  const compare = compileSort(sort, scope)
  for (const [at, record] of expected.entries()) {
    const pair = compare([found[at]!, record])
    const turned = compare([record, found[at]!])
    expect(
      pair[0] === found[at] && turned[0] === record,
      `${describeDocument(filter)} ${describeDocument(sort)}`,
    ).toBe(true)
  }
}

describe('an index', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`finds what a scan of all documents finds, after random changes (seed ${seed})`, () => {
      const chance = new Chance(seed)
      const collection = collectionOf(INDEXES.filter(() => chance.number(2) === 0))
      let found = 0
      for (let round = 0; round < 80; round++) {
        for (let count = 0; count < 4; count++) change(collection, chance, round * 4 + count)
        const filter = encode(chance.filter())
        found += compareScans(collection, filter)
        compareSorts(collection, filter, encode(chance.sort()))
      }
      expect(found).toBeGreaterThan(100)
    })
  }
})

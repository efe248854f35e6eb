/** The steps by which a query finds its records. Each counts what it does, for `explain`. */

import type { Reply } from '../bson/encode.ts'
import type { Filter } from '../query/filter.ts'
import type { Collection, Stored } from '../storage/collection.ts'
import type { Index } from '../storage/index.ts'
import { showInterval } from '../storage/intervals.ts'
import type { IndexScan } from './index-scan.ts'

/** A step, and the steps it gets its records from. */
export class Stage {
  readonly name: string
  /** What explain says of it beside its name. Most plans are never explained. */
  readonly details: () => Reply
  readonly inputs: readonly Stage[]
  /** How many records it gave. */
  returned = 0
  /** How many documents and index keys it looked at. */
  documents: number | undefined
  keys: (() => number) | undefined
  /** How many records it took without giving them on. */
  counted = 0
  /** The index it goes through. */
  index: Index | undefined
  readonly #run: (stage: Stage) => Iterable<Stored>

  constructor(
    name: string,
    details: () => Reply,
    inputs: readonly Stage[],
    run: (stage: Stage) => Iterable<Stored>,
  ) {
    this.name = name
    this.details = details
    this.inputs = inputs
    this.#run = run
  }

  /** The same step with another input. */
  over(input: Stage): Stage {
    return new Stage(this.name, this.details, [input], this.#run)
  }

  /** The same step under another name. */
  named(name: string): Stage {
    const stage = new Stage(name, this.details, this.inputs, this.#run)
    stage.keys = this.keys
    stage.index = this.index
    return stage
  }

  /** Its records, looked for as they are asked for. */
  run(): Iterable<Stored> {
    return this.#run(this)
  }
}

/** Nothing to be said beside the name. */
const nameOnly = () => ({})

/** What a filter looks like, if a step has one. */
type Shown = () => Reply

/** There is no such collection. */
export function nothing(): Stage {
  return new Stage('EOF', nameOnly, [], () => [])
}

/** All documents in natural order. */
export function collectionScan(
  collection: Collection,
  filter: Filter | undefined,
  shown: Shown,
  backward: boolean,
): Stage {
  const details = () => ({ ...shown(), direction: backward ? 'backward' : 'forward' })
  return new Stage('COLLSCAN', details, [], function* (stage) {
    stage.documents = 0
    for (let record = collection.next(backward); record; record = collection.next(backward, record)) {
      stage.documents++
      if (filter && !filter(record.document)) continue
      stage.returned++
      yield record
    }
  })
}

/** The records whose keys are within the bounds, each once. */
export function indexScan(scan: IndexScan, filter?: Filter, shown: Shown = nameOnly): Stage {
  const stage = new Stage(
    'IXSCAN',
    () => ({ ...shown(), ...describeScan(scan) }),
    [],
    function* (self) {
      const seen = scan.index.multikey ? new Set<Stored>() : undefined
      for (const { record } of scan.entries()) {
        if (seen?.has(record) || (filter && !filter(record.document))) continue
        seen?.add(record)
        self.returned++
        yield record
      }
    },
  )
  stage.keys = () => scan.examined
  stage.index = scan.index
  return stage
}

/** The record of an `_id`. */
export function idLookup(scan: IndexScan): Stage {
  const stage = new Stage('IDHACK', nameOnly, [], function* (self) {
    self.documents = 0
    for (const { record } of scan.entries()) {
      self.documents++
      self.returned++
      yield record
      return
    }
  })
  stage.keys = () => scan.examined
  stage.index = scan.index
  return stage
}

/** Looks at the documents behind keys. */
export function fetch(input: Stage, filter: Filter | undefined, shown: Shown): Stage {
  return new Stage('FETCH', filter ? shown : nameOnly, [input], function* (stage) {
    stage.documents = 0
    for (const record of input.run()) {
      stage.documents++
      if (filter && !filter(record.document)) continue
      stage.returned++
      yield record
    }
  })
}

/** What any of several steps gives, each record once. */
export function union(inputs: readonly Stage[]): Stage {
  return new Stage('OR', nameOnly, inputs, function* (stage) {
    const seen = new Set<Stored>()
    for (const input of inputs) {
      for (const record of input.run()) {
        if (seen.has(record)) continue
        seen.add(record)
        stage.returned++
        yield record
      }
    }
  })
}

/** All at once, in another order. */
export function ordered(
  input: Stage,
  sort: (records: Stored[]) => Stored[],
  details: () => Reply,
  limit?: number,
): Stage {
  return new Stage('SORT', details, [input], function* (stage) {
    for (const record of sort([...input.run()]).slice(0, limit)) {
      stage.returned++
      yield record
    }
  })
}

export function skipped(input: Stage, count: number): Stage {
  return new Stage(
    'SKIP',
    () => ({ skipAmount: count }),
    [input],
    function* (stage) {
      let left = count
      for (const record of input.run()) {
        if (left-- > 0) continue
        stage.returned++
        yield record
      }
    },
  )
}

export function limited(input: Stage, count: number): Stage {
  return new Stage(
    'LIMIT',
    () => ({ limitAmount: count }),
    [input],
    function* (stage) {
      for (const record of stage.inputs[0]!.run()) {
        stage.returned++
        yield record
        if (stage.returned === count) return
      }
    },
  )
}

/** A step that changes nothing about which records there are, such as a projection. */
export function passing(name: string, details: () => Reply, input: Stage): Stage {
  return new Stage(name, details, [input], function* (stage) {
    for (const record of input.run()) {
      stage.returned++
      yield record
    }
  })
}

/** Carries its input out, or its first record only, without giving anything itself: counting, or a write that is only explained. */
export function silent(name: string, input: Stage | undefined, once = false): Stage {
  return new Stage(name, nameOnly, input ? [input] : [], (stage) => {
    stage.counted = 0
    for (const _ of input?.run() ?? []) {
      stage.counted++
      if (once) break
    }
    return []
  })
}

function describeScan({ index, bounds, backward }: IndexScan): Reply {
  const { specification, fields, name, unique, sparse, partial, collation } = index.options
  const multikey = fields.map(({ path }, field) => [path, [...index.arrays[field]!]])
  return {
    keyPattern: specification.get('key')!,
    indexName: name,
    ...(collation && { collation: collation.specification }),
    isMultiKey: index.multikey,
    multiKeyPaths: Object.fromEntries(multikey),
    isUnique: unique,
    isSparse: sparse,
    isPartial: partial !== undefined,
    indexVersion: 2,
    direction: backward ? 'backward' : 'forward',
    indexBounds: Object.fromEntries(
      fields.map(({ path, direction }, field) => {
        const turned = direction < 0 !== backward
        const shown = bounds[field]!.map((interval) => showInterval(interval, turned))
        return [path, turned ? shown.reverse() : shown]
      }),
    ),
  }
}

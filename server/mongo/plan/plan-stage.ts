/** The steps by which a query finds its records. Whatever `explain` says of them is read from outside. */

import type { Document } from '../bson/document.ts'
import type { Filter } from '../query/filter.ts'
import type { Sort } from '../query/sort.ts'
import type { Collection, Stored } from '../storage/collection.ts'
import type { IndexScan } from './index-scan.ts'

/** What is known of a step beside its name. */
export interface Facts {
  /** The filter of the query, if the step tests it. */
  readonly filter?: Document | undefined
  readonly scan?: IndexScan
  readonly backward?: boolean
  readonly sort?: Document | undefined
  readonly projection?: Document
  readonly skip?: number
  readonly limit?: number | undefined
  /** How many records it took without giving them on. */
  readonly counted?: () => number
}

type Run = (stage: Stage) => Iterable<Stored>

/** A step, and the steps it gets its records from. */
export class Stage {
  readonly name: string
  readonly facts: Facts
  readonly inputs: readonly Stage[]
  /** How many documents it looked at. */
  documents: number | undefined
  /** Sees all its records pass, if somebody wants to. */
  watch: ((records: Iterable<Stored>) => Iterable<Stored>) | undefined
  readonly #run: Run

  constructor(name: string, facts: Facts, inputs: readonly Stage[], run: Run) {
    this.name = name
    this.facts = facts
    this.inputs = inputs
    this.#run = run
  }

  /** The same step with another input. */
  over(input: Stage): Stage {
    return new Stage(this.name, this.facts, [input], this.#run)
  }

  /** The same step under another name. */
  named(name: string): Stage {
    return new Stage(name, this.facts, this.inputs, this.#run)
  }

  /** Its records, looked for as they are asked for. */
  run(): Iterable<Stored> {
    const records = this.#run(this)
    return this.watch ? this.watch(records) : records
  }
}

/** There is no such collection. */
export function nothing(): Stage {
  return new Stage('EOF', {}, [], () => [])
}

/** All documents in natural order. */
export function collectionScan(
  collection: Collection,
  test: Filter | undefined,
  filter: Document,
  backward: boolean,
): Stage {
  return new Stage('COLLSCAN', { filter: test && filter, backward }, [], function* (stage) {
    stage.documents = 0
    for (let record = collection.next(backward); record; record = collection.next(backward, record)) {
      stage.documents++
      if (!test || test(record.document)) yield record
    }
  })
}

/** The records whose keys are within the bounds, each once. */
export function indexScan(scan: IndexScan, test?: Filter, filter?: Document): Stage {
  return new Stage('IXSCAN', { filter: test && filter, scan }, [], function* () {
    const seen = scan.index.multikey ? new Set<Stored>() : undefined
    for (const { record } of scan.entries()) {
      if (seen?.has(record) || (test && !test(record.document))) continue
      seen?.add(record)
      yield record
    }
  })
}

/** The record of an `_id`. */
export function idLookup(scan: IndexScan): Stage {
  return new Stage('IDHACK', { scan }, [], function* (stage) {
    stage.documents = 0
    for (const { record } of scan.entries()) {
      stage.documents++
      yield record
      return
    }
  })
}

/** Looks at the documents behind keys. */
export function fetch(input: Stage, test: Filter | undefined, filter: Document): Stage {
  return new Stage('FETCH', { filter: test && filter }, [input], function* (stage) {
    stage.documents = 0
    for (const record of input.run()) {
      stage.documents++
      if (!test || test(record.document)) yield record
    }
  })
}

/** What any of several steps gives, each record once. */
export function union(inputs: readonly Stage[]): Stage {
  return new Stage('OR', {}, inputs, () => new Set(inputs.flatMap((input) => [...input.run()])))
}

/** All at once, in another order. */
export function ordered(input: Stage, compare: Sort, sort: Document, limit: number | undefined): Stage {
  return new Stage('SORT', { sort, limit }, [input], function* () {
    yield* compare(input.run(), limit)
  })
}

/** All but the first so many. */
export function skipped(input: Stage, skip: number): Stage {
  return new Stage('SKIP', { skip }, [input], function* () {
    let left = skip
    for (const record of input.run()) if (left-- <= 0) yield record
  })
}

/** The first so many. */
export function limited(input: Stage, limit: number): Stage {
  return new Stage('LIMIT', { limit }, [input], function* ({ inputs }) {
    let left = limit
    for (const record of inputs[0]!.run()) {
      yield record
      if (--left === 0) return
    }
  })
}

/** The indexes of one collection, kept in step: a document is in all of them or in none. */

import type { Document } from '../bson/document.ts'
import type { Stored } from './collection.ts'
import { type Entry, Index, type IndexOptions } from './index.ts'

/** All indexes of a collection, the one over `_id` first. */
export class Indexes {
  readonly list: Index[] = []

  /** Adds an index and fills it. Throws mongod's error, and adds nothing, if records contradict it. */
  create(options: IndexOptions, records: Iterable<Stored>, namespace: string): void {
    const index = new Index(options)
    for (const record of records) {
      const entries = index.entriesOf(record, record.document)
      index.checkUnique(entries, namespace)
      index.add(entries)
    }
    this.list.push(index)
  }

  find(name: string): Index | undefined {
    return this.list.find((index) => index.options.name === name)
  }

  drop(index: Index): void {
    this.list.splice(this.list.indexOf(index), 1)
  }

  /** Enters a document instead of the one that the record has (`known`). Throws before anything is changed. */
  enter(record: Stored, document: Document, known: boolean, namespace: string): void {
    const changes = this.list.map((index) => ({ index, entries: index.entriesOf(record, document) }))
    for (const { index, entries } of changes) index.checkUnique(entries, namespace)
    for (const { index, entries } of changes) {
      if (known) index.delete(superseded(index, index.entriesOf(record, record.document), entries))
      index.add(entries)
    }
  }

  remove(record: Stored): void {
    for (const index of this.list) index.delete(index.entriesOf(record, record.document))
  }
}

/** Most updates leave the keys of most indexes as they are: those entries are overwritten in place. */
function superseded(index: Index, old: readonly Entry[], entries: readonly Entry[]): readonly Entry[] {
  const unchanged =
    old.length === entries.length && old.every(({ key }, at) => index.compare(key, entries[at]!.key) === 0)
  return unchanged ? [] : old
}

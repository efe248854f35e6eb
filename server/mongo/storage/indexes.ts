/** The indexes of one collection, kept in step: a document is in all of them or in none. */

import type { Document } from '../bson/document.ts'
import type { Stored } from './collection.ts'
import { Index, type IndexOptions } from './index.ts'

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
    const old = known ? record.document : undefined
    const affected = this.list.filter((index) => !old || !index.isSame(old, document))
    const changes = affected.map((index) => ({ index, entries: index.entriesOf(record, document) }))
    for (const { index, entries } of changes) index.checkUnique(entries, namespace)
    for (const { index, entries } of changes) {
      if (old) index.delete(index.entriesOf(record, old))
      index.add(entries)
    }
  }

  remove(record: Stored): void {
    for (const index of this.list) index.delete(index.entriesOf(record, record.document))
  }
}

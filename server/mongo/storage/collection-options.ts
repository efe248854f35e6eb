/** How a collection can differ from one that came into being by itself. */
import type { Collation } from '../bson/collation.ts'
import type { Document } from '../bson/document.ts'
import { documentOf } from '../bson/values.ts'
import type { Filter } from '../query/filter.ts'
import type { IndexOptions } from './index.ts'

/** What a collection is beside a plain one. */
export interface Kind {
  readonly type: 'collection' | 'timeseries'
  /** What it has from the beginning, instead of an index over `_id`. */
  readonly indexes: readonly IndexOptions[]
  /** Throws mongod's error for a document that it can't have. */
  check?(document: Document): void
  /** The field of a time series that says what was measured. */
  readonly meta?: string
  /** Documents end so many seconds after the date in a field. */
  readonly expiry?: { readonly path: string; readonly seconds: number }
}

/** How a collection differs from one that came into being by itself. */
export interface CollectionOptions {
  /** As listCollections shows them. */
  readonly shown: Document
  /** The bytes and the documents it keeps at most. */
  readonly capped?: { readonly size: number; readonly max: number } | undefined
  readonly validator?: { readonly filter: Document; readonly isValid: Filter } | undefined
  /** What the validator is for; strict by default. */
  readonly level: string
  /** What it does with a wrong document: `error` by default, or `warn`. */
  readonly action: string
  /** The collation of commands that name none. */
  readonly collation?: Collation | undefined
  /** Undefined for a plain collection. */
  readonly kind?: Kind | undefined
}

export const NO_OPTIONS: CollectionOptions = { shown: documentOf([]), level: 'strict', action: 'error' }

/** What a query is, before anybody decided how to answer it. */
import type { Document, Value } from '../bson/document.ts'
import type { Scope } from '../scope.ts'

/** Which records of a collection are meant, and in which order. */
export interface Query {
  filter: Document
  scope: Scope
  sort?: Document | undefined
  skip?: number | undefined
  /** 0 and undefined are no limit. */
  limit?: number | undefined
  /** The name of an index or its key pattern; or `{ $natural: 1 }`. */
  hint?: Value | undefined
  min?: Document | undefined
  max?: Document | undefined
  /** The only fields that are of interest: an index that has them all makes reading documents unnecessary. */
  covered?: readonly string[] | undefined
}

/**
 * Compiles updates of all three kinds: a document that replaces another, modifiers, and pipelines. Everything wrong
 * with one is found here, before the first document is looked at.
 */

import { TYPE } from '../bson/bson-type.ts'
import { compareBytes } from '../bson/bytes.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { documentOf, join, objectId, span } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { able } from '../part.ts'
import type { Match } from '../plan/selection.ts'
import type { Scope } from '../scope.ts'
import { checkSameId } from '../storage/identity.ts'
import { compileArrayFilters } from './array-filters.ts'
import { timestampOf } from './modifiers-of-values.ts'
import { applyTree } from './update-apply.ts'
import { checkDepth, checkDollars, checkStoredId, checkUpdatedSize, withIdFirst } from './update-checks.ts'
import { compileModifiers } from './update-modifiers.ts'
import { hasPositional } from './update-tree.ts'
import { documentFromFilter } from './upsert.ts'

/** What updates need from around them. */
export interface UpdateOptions {
  readonly scope: Scope
  readonly arrayFilters?: readonly Document[] | undefined
  /** Gives the 12 bytes of an ObjectId, for upserts without `_id`. */
  readonly newId: () => Uint8Array
}

/** A compiled update. */
export interface Update {
  readonly kind: 'replace' | 'modify' | 'pipeline'
  /** It has a `$` in a path, and so needs to know which element of an array the filter met. */
  readonly isPositional: boolean
  /** The document after the update: the same object if nothing changed. Throws mongod's errors. */
  apply(document: Document, match?: Match): Document
  /** The document that an upsert inserts where the filter finds nothing; it begins with `_id`. */
  upsert(filter: Document): Document
}

/** Changes a document; `insert` says that it is the beginning of an upserted one. */
type Change = (document: Document, insert: boolean, position: number | undefined) => Document

interface Compiled {
  kind: Update['kind']
  change: Change
  isPositional?: boolean
}

/** Compiles an update. Throws mongod's errors. */
export function compileUpdate(update: Value, options: UpdateOptions): Update {
  const { kind, change, isPositional = false } = compileChange(update, options)
  return {
    kind,
    isPositional,
    apply(document, match) {
      const made = change(document, false, match?.position)
      return made === document ? made : checkUpdatedSize(made, 17419)
    },
    upsert(filter) {
      const start = documentFromFilter(filter, kind === 'replace', options.scope)
      return checkUpdatedSize(complete(change(start, true, undefined), options.newId), 17420)
    },
  }
}

function compileChange(update: Value, options: UpdateOptions): Compiled {
  const { scope, arrayFilters = [] } = options
  const filters = compileArrayFilters(arrayFilters, scope)
  if (update.isArray) {
    if (filters.size > 0) {
      throw new CommandError(9, 'arrayFilters may not be specified for pipeline-style updates')
    }
    const run = able(scope.abilities, 'expressions').compileUpdate(update.elements, scope)
    return { kind: 'pipeline', change: (document) => replace(document, run(document), true) }
  }
  if (!update.isDocument) {
    throw new CommandError(9, 'Update argument must be either an object or an array')
  }
  if (!update.document.fields[0]?.name.startsWith('$')) {
    const replacement = stamped(update.document, scope)
    return { kind: 'replace', change: (document, insert) => replace(document, replacement, insert) }
  }
  const tree = compileModifiers(update.document, scope, new Set(filters.keys()))
  const deep = isDeep(update.document)
  const dollars = [...tree.children.keys()].some((name) => name.startsWith('$'))
  const change: Change = (root, insert, position) => {
    const made = applyTree(tree, { root, insert, position, path: [], filters })
    if (deep || insert) checkDepth(made)
    if (dollars && !insert && made !== root) checkDollars(made)
    return made
  }
  return { kind: 'modify', change, isPositional: hasPositional(tree) }
}

/** An upserted document as it will be stored. */
function complete(document: Document, newId: () => Uint8Array): Document {
  const id = document.get('_id')
  if (id) {
    checkStoredId(id)
    return withIdFirst(document)
  }
  return join([{ name: '_id', value: objectId(newId()) }, span(document)])
}

/** The new document with the `_id` of the old one. */
function replace(old: Document, replacement: Document, dollars: boolean): Document {
  if (compareBytes(old.bytes, replacement.bytes) === 0) return old
  const before = old.get('_id')
  const after = replacement.get('_id')
  if (!dollars) checkDollars(replacement)
  if (after) {
    checkStoredId(after)
    if (before) checkSameId(old, replacement)
    return withIdFirst(replacement)
  }
  if (!before) return replacement
  return join([{ name: '_id', value: before }, span(replacement)])
}

/** Timestamps of zero become the server's time, except in `_id`. */
export function stamped(document: Document, scope: Pick<Scope, 'now'>): Document {
  const { fields } = document
  const isEmpty = ({ name, value }: Field) =>
    value.type === TYPE.timestamp && name !== '_id' && value.int64 === 0n
  if (!fields.some(isEmpty)) return document
  return documentOf(
    fields.map((field) => [field.name, isEmpty(field) ? timestampOf(scope) : field.value] as const),
  )
}

/** Whether values could come to stand deeper than is allowed: where paths or operands are long, or fields move. */
function isDeep(update: Document): boolean {
  return update.fields.some(
    ({ name, value }) =>
      name === '$rename' ||
      value.document.fields.some((field) => field.name.length > 100 || depthOf(field.value) > 50),
  )
}

function depthOf(value: Value): number {
  if (!value.isDocument && !value.isArray) return 0
  return 1 + value.document.fields.reduce((most, field) => Math.max(most, depthOf(field.value)), 0)
}

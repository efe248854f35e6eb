/** Which names and documents the driver takes, in PyMongo's words. */
import type { Document } from 'bson'
import { InvalidName } from 'pymongo-errors'

/** Refuses what can't be the name of a database. */
export function checkDatabaseName(name: string): void {
  if (!name) {
    throw new InvalidName('database name cannot be the empty string')
  }
  const invalid = [...' .$/\\\0'].find((char) => name.includes(char))
  if (invalid === undefined) return
  const rule = 'database names cannot contain the character'
  throw new InvalidName(`${rule} ${JSON.stringify(invalid)}`)
}

/** Refuses what can't be the name of a collection. */
export function checkCollectionName(name: string): void {
  const shown = JSON.stringify(name)
  if (!name || name.includes('..')) {
    throw new InvalidName('collection names cannot be empty')
  }
  if (name.includes('$')) {
    const rule = "collection names must not contain '$'"
    throw new InvalidName(`${rule}: ${shown}`)
  }
  if (name.startsWith('.') || name.endsWith('.')) {
    const rule = "collection names must not start or end with '.'"
    throw new InvalidName(`${rule}: ${shown}`)
  }
}

/** An update says with operators what to change. */
export function checkUpdate(update: Document | Document[]): void {
  if (Array.isArray(update) || firstKey(update).startsWith('$')) return
  throw new TypeError('update only works with $ operators')
}

/** A replacement is a whole document. */
export function checkReplacement(replacement: Document): void {
  if (!firstKey(replacement).startsWith('$')) return
  throw new TypeError('replacement can not include $ operators')
}

function firstKey(document: Document): string {
  return Object.keys(document)[0] ?? ''
}

/** Which fields, in which order: `'a'`, `['a', -1]`s, `{ a: 1 }`. */
export type Keys = string | [string, Direction][] | Document

/** 1 upwards, -1 downwards, or a kind of index. */
export type Direction = 1 | -1 | string

/** The keys as a document. */
export function keysOf(keys: Keys, direction: Direction = 1): Document {
  if (typeof keys === 'string') return { [keys]: direction }
  return Array.isArray(keys) ? Object.fromEntries(keys) : keys
}

/** The name that an index has by itself: `a_1_b_-1`. */
export function indexName(keys: Keys): string {
  return Object.entries(keysOf(keys)).flat().join('_')
}

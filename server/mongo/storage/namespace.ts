/** What databases and collections can be called. */
import { CommandError } from '../command-error.ts'

const LONGEST_NAMESPACE = 255
const LONGEST_DATABASE = 63

/** The database in `database.collection`. */
export function databaseOf(namespace: string): string {
  return namespace.slice(0, namespace.indexOf('.'))
}

/** The collection in `database.collection`. */
export function collectionOf(namespace: string): string {
  return namespace.slice(namespace.indexOf('.') + 1)
}

/** Two names that only capitals tell apart: mongod refuses to have both. */
export function sameButCase(a: string, b: string): boolean {
  return a !== b && a.toLowerCase() === b.toLowerCase()
}

/** Throws mongod's error if nothing can be called so. */
export function checkNamespace(namespace: string): string {
  const database = databaseOf(namespace)
  const collection = collectionOf(namespace)
  if (
    database === '' ||
    database.length > LONGEST_DATABASE ||
    /[/\\. "$\0]/.test(database) ||
    !isCollectionName(collection)
  ) {
    throw new CommandError(73, `Invalid namespace specified '${namespace}'`)
  }
  return namespace
}

/** Throws mongod's errors if no new collection can have the name. */
export function checkNewCollection(namespace: string): void {
  const collection = collectionOf(namespace)
  if (namespace.length > LONGEST_NAMESPACE) {
    throw new CommandError(
      73,
      `Fully qualified namespace is too long. Namespace: ${namespace} Max: ${LONGEST_NAMESPACE}`,
    )
  }
  if (
    collection.startsWith('system.') &&
    !/^system\.(js|users|views|profile|buckets\..+)$/.test(collection)
  ) {
    throw new CommandError(73, `Invalid system namespace: ${namespace}`)
  }
}

function isCollectionName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !name.endsWith('.') && !/[$\0]/.test(name)
}

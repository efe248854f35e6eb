/** How a command is called on the timeline: `find worldcup.matches {teamA}`, and after it ran ` → 7`. */
import { TYPE } from './bson/bson-type.ts'
import type { Document, Value } from './bson/document.ts'
import { toNumber } from './bson/numbers.ts'
import { databaseName, type Message } from './wire/message.ts'

/** Commands that belong to the connection and not to the program. No dial delays them. */
const SETUP = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions'])

/** Commands that need a collection's lock for themselves. */
const WRITES = new Set([
  'insert',
  'update',
  'delete',
  'findAndModify',
  'findandmodify',
  'create',
  'drop',
  'createIndexes',
  'dropIndexes',
])

/** A label is one line on a screen; what goes beyond this many characters is cut. */
const LONGEST = 80

/** Whether a message is about the connection itself: handshakes, heartbeats, farewells. */
export function isSetup({ legacy, body }: Message): boolean {
  return legacy || SETUP.has(body.fields[0]?.name ?? '')
}

/** Name, namespace and the fields that are asked for. */
export function commandLabel(message: Message): string {
  const first = message.body.fields[0]
  if (!first || isSetup(message)) return shorten(first?.name ?? 'nothing')
  return shorten([first.name, namespaceOf(message), filterNames(message)].filter(Boolean).join(' '))
}

/** What came of it: how many documents, or the name of the error. Empty if the reply counts nothing. */
export function resultLabel(reply: Document): string {
  const ok = reply.get('ok')
  if (ok && toNumber(ok) === 0) return ` → ${textOf(reply.get('codeName')) ?? 'error'}`
  const count = documentCount(reply)
  return count === undefined ? '' : ` → ${count}`
}

/** How many documents a reply gives or says were written; undefined if it counts nothing. */
export function documentCount(reply: Document): number | undefined {
  const cursor = reply.get('cursor')
  const batch = cursor?.isDocument && (cursor.document.get('firstBatch') ?? cursor.document.get('nextBatch'))
  if (batch) return batch.elements.length
  const n = reply.get('n')
  return n && toNumber(n)
}

/** Whether a command changes documents or collections. */
export function isWrite({ body }: Message): boolean {
  return WRITES.has(body.fields[0]?.name ?? '')
}

/** What a command is about: `db.collection`, or the database alone. */
export function namespaceOf(message: Message): string {
  const first = message.body.fields[0]
  const collection = textOf(first?.name === 'getMore' ? message.body.get('collection') : first?.value)
  return collection === undefined ? databaseName(message) : `${databaseName(message)}.${collection}`
}

/** Those of `find {filter}`, `count {query}`, or of the first statement of an update or a delete, `q`. */
function filterNames(message: Message): string {
  const { body } = message
  const filter = body.get('filter') ?? body.get('query') ?? statement(message)?.get('q')
  if (!filter?.isDocument) return ''
  return `{${filter.document.fields.map((field) => field.name).join(', ')}}`
}

function statement({ body, sequences }: Message): Document | undefined {
  for (const name of ['updates', 'deletes']) {
    const beside = sequences.get(name)?.[0]
    const inside = body.get(name)
    if (beside) return beside
    if (inside?.isArray && inside.elements[0]?.isDocument) return inside.elements[0].document
  }
  return undefined
}

function textOf(value: Value | undefined): string | undefined {
  return value?.type === TYPE.string ? value.text : undefined
}

function shorten(label: string): string {
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label
}

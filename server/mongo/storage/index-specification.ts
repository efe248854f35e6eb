/** Reads what `createIndexes` is given, in mongod's words about what is wrong with it. */
import { RANK, TYPE } from '../bson/bson-type.ts'
import type { Document, Field } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { isTrue } from '../bson/truth.ts'
import { documentOf, int, object, text } from '../bson/values.ts'
import { isBetween, isDocument, isFlag, isOrdinary, type Ordinary, textOf } from '../ordinary.ts'
import { able } from '../part.ts'
import { compileFilter } from '../query/filter.ts'
import type { Scope } from '../scope.ts'
import type { IndexField, IndexOptions } from './index.ts'

/** Fields of common specifications, and what they hold. */
const COMMON: Ordinary = {
  key: ({ isDocument, document }) => isDocument && areCommon(document.fields),
  name: (value) => textOf(value) !== '',
  v: isBetween(2, 2),
  unique: isFlag,
  sparse: isFlag,
  background: isFlag,
  hidden: isFlag,
  expireAfterSeconds: isBetween(0, 2 ** 31 - 1),
  partialFilterExpression: isDocument,
  collation: isDocument,
}

/** The index over `_id` that every collection has. */
export function idIndex(scope: Scope, collation?: Document): IndexOptions {
  const key = object(documentOf([['_id', int(1)]]))
  return readIndex(
    documentOf([
      ['key', key],
      ['name', text('_id_')],
    ]),
    scope,
    collation,
  )
}

/** The index that a specification describes; the collection's collation is its default. Throws a CommandError. */
export function readIndex(given: Document, scope: Scope, collation?: Document): IndexOptions {
  if (!isCommon(given)) able(scope.abilities, 'indexSpecification')(given)
  const key = given.get('key')!
  const fields = key.document.fields.map(readField)
  const [{ path, kind, direction }, other] = fields as [IndexField, IndexField?]
  const isId = !other && path === '_id' && kind === 'plain' && direction === 1
  const name = isId ? '_id_' : given.get('name')!.text
  const partial = given.get('partialFilterExpression')?.document
  const specific = given.get('collation')?.document ?? collation
  const specification = specify(given, key.document, name, isId, specific)
  const expire = specification.get('expireAfterSeconds')
  return {
    name,
    specification,
    fields,
    unique: isId || isTrue(given.get('unique')),
    sparse: isTrue(given.get('sparse')),
    hidden: isTrue(given.get('hidden')),
    partial,
    covers: partial && compileFilter(partial, scope),
    collation: specific && able(scope.abilities, 'collation')(specific),
    expireAfterSeconds: expire && toNumber(expire),
  }
}

/** As listIndexes shows it: version, key and name first, then what was given, without flags that are false. */
function specify(
  given: Document,
  key: Document,
  name: string,
  isId: boolean,
  collation: Document | undefined,
): Document {
  const shown = given.fields.filter(
    (field) =>
      !['v', 'key', 'name', 'ns', 'collation'].includes(field.name) &&
      !(isId && field.name === 'unique') &&
      !isOff(field),
  )
  return documentOf([
    ['v', given.get('v') ? int(toNumber(given.get('v')!)) : int(2)],
    ['key', object(key)],
    ['name', text(name)],
    ...shown.map((field) => [field.name, field.value] as const),
    ...(collation ? [['collation', object(collation)] as const] : []),
  ])
}

function isOff({ name, value }: Field): boolean {
  return /^(unique|sparse|hidden)$/.test(name) && !isTrue(value)
}

/** There's nothing to refuse about it. Whatever else it is, a part tells what is wrong. */
function isCommon(given: Document): boolean {
  const [key, name, expiry, partial, sparse] = [
    'key',
    'name',
    'expireAfterSeconds',
    'partialFilterExpression',
    'sparse',
  ].map((one) => given.get(one))
  if (!key || !name || (partial && sparse) || !isOrdinary(given, COMMON)) return false
  const { fields } = key.document
  return !(expiry && fields.length > 1) && (fields[0]!.name !== '_id' || given.fields.length < 4)
}

function areCommon(fields: readonly Field[]): boolean {
  return (
    fields.length > 0 &&
    fields.length < 33 &&
    fields.every(
      ({ name, value }) =>
        /^[^.$]+(\.[^.$]+)*$/.test(name) && value.rank === RANK.number && Math.abs(toNumber(value)) > 0,
    )
  )
}

function readField({ name, value }: Field): IndexField {
  const hashed = value.type === TYPE.string
  return {
    path: name,
    steps: name.split('.'),
    direction: hashed || toNumber(value) > 0 ? 1 : -1,
    kind: /(^|\.)\$\*\*$/.test(name) ? 'wildcard' : hashed ? 'hashed' : 'plain',
  }
}

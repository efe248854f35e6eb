/** What is wrong with an index that somebody asks for, in mongod's words. */
import { RANK, TYPE, typeName } from '../bson/bson-type.ts'
import { describe } from '../bson/describe.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { object } from '../bson/values.ts'
import { CommandError, notImplemented } from '../command-error.ts'

/** Special kinds of indexes, whose queries this server hasn't got. */
const FOREIGN = new Set('text 2d 2dsphere columnstore geoHaystack queryable_encrypted_range'.split(' '))

const FLAGS = new Set('unique sparse hidden background'.split(' '))
/** Of other kinds of indexes; without effect on those that are here. */
const OTHERS = new Set(
  'key name v ns collation partialFilterExpression expireAfterSeconds storageEngine wildcardProjection prepareUnique clustered weights default_language language_override textIndexVersion 2dsphereIndexVersion bits min max dropDups'.split(
    ' ',
  ),
)

/** Throws mongod's error for a specification that it refuses. */
export function checkIndex(given: Document): void {
  const key = given.get('key')
  if (!key) throw missing('key')
  if (!key.isDocument) throw wrongType('key', key, 'object')
  checkFields(given)
  checkKeys(key.document)
  const [first, other] = key.document.fields
  const isId = !other && first!.name === '_id' && toNumber(first!.value) > 0
  if (!isId && !given.get('name')?.text) throw missing('name')
  checkCombination(given, isId, given.get('partialFilterExpression')?.document)
}

function flag(given: Document, name: string): boolean {
  const value = given.get(name)
  return value !== undefined && isTrue(value)
}

function isTrue(value: Value): boolean {
  return value.rank === RANK.number ? toNumber(value) !== 0 : value.type === TYPE.bool && value.boolean
}

function checkKeys(key: Document): void {
  if (key.fields.length === 0) throw failed('Index keys cannot be empty.')
  if (key.fields.length > 32) throw new CommandError(13103, 'too many compound keys')
  key.fields.forEach(checkKey)
}

function checkKey({ name, value }: Field): void {
  const kind = value.type === TYPE.string ? value.text : ''
  if (FOREIGN.has(kind)) throw notImplemented(`an index of type '${kind}'`)
  if (value.type === TYPE.string && kind !== 'hashed') throw failed(`Unknown index plugin '${kind}'`)
  if (kind === '' && value.rank !== RANK.number) {
    throw failed(
      `Values in v:2 index key pattern cannot be of type ${typeName(value.type)}. Only numbers > 0, numbers < 0, and strings are allowed.`,
    )
  }
  const number = kind ? 1 : toNumber(value)
  if (number === 0) throw failed('Values in the index key pattern cannot be 0.')
  if (Number.isNaN(number)) throw failed('Values in the index key pattern cannot be NaN.')
  checkPath(name)
}

function checkPath(path: string): void {
  const steps = path.split('.')
  if (path === '') throw failed('Index keys cannot be an empty field.')
  if (steps.includes('')) throw failed('Index keys cannot contain an empty field.')
  const strange = steps.find(
    (step) => step.startsWith('$') && step !== '$**' && !/^\$(id|ref|db)$/.test(step),
  )
  if (strange) throw failed(`Index key contains an illegal field name: field name starts with '$'.`)
}

function checkFields(given: Document): void {
  for (const { name, value } of given.fields) {
    if (!FLAGS.has(name) && !OTHERS.has(name)) {
      throw new CommandError(
        197,
        `The field '${name}' is not valid for an index specification. Specification: ${describe(object(given))}`,
      )
    }
    if (FLAGS.has(name) && value.type !== TYPE.bool && value.rank !== RANK.number) {
      throw new CommandError(
        14,
        `The field '${name} has value ${name}: ${describe(value)}, which is not convertible to bool`,
      )
    }
    if ((name === 'name' || name === 'ns') && value.type !== TYPE.string)
      throw wrongType(name, value, 'string')
    if ((name === 'partialFilterExpression' || name === 'collation') && !value.isDocument)
      throw wrongType(name, value, 'object')
  }
  checkVersion(given.get('v'))
  checkExpiry(given.get('expireAfterSeconds'))
}

function checkVersion(value: Value | undefined): void {
  if (!value) return
  if (value.rank !== RANK.number) throw wrongType('v', value, 'numeric')
  const version = toNumber(value)
  if (version !== 1 && version !== 2) {
    throw failed(
      `Invalid index specification { v: ${describe(value)} }; cannot create an index with v=${version}`,
    )
  }
}

function checkExpiry(value: Value | undefined): void {
  if (!value) return
  if (value.rank !== RANK.number) {
    throw failed(
      `TTL index 'expireAfterSeconds' option must be numeric, but received a type of '${typeName(value.type)}'.`,
    )
  }
  const seconds = toNumber(value)
  if (seconds < 0) throw failed(`TTL index 'expireAfterSeconds' option cannot be less than 0.`)
  if (seconds > 2147483647) {
    throw failed(
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, try a different number than ${seconds}.`,
    )
  }
}

function checkCombination(given: Document, isId: boolean, partial: Document | undefined): void {
  if (partial && flag(given, 'sparse'))
    throw failed(`cannot mix "partialFilterExpression" and "sparse" options`)
  if (given.get('expireAfterSeconds') && given.get('key')!.document.fields.length > 1) {
    throw failed('TTL indexes are single-field indexes, compound indexes do not support TTL.')
  }
  if (!isId) return
  if (partial) throw new CommandError(197, '_id index cannot be a partial index')
  if (flag(given, 'sparse')) throw new CommandError(197, '_id index cannot be sparse')
  if (flag(given, 'hidden')) throw badHidden()
}

function badHidden(): CommandError {
  return new CommandError(2, "can't hide _id index")
}

function wrongType(name: string, value: Value, expected: string): CommandError {
  return new CommandError(
    14,
    `The field '${name}' must be ${expected === 'object' ? 'an object' : `a ${expected}`}, but got ${typeName(value.type)}`,
  )
}

function missing(name: string): CommandError {
  return new CommandError(9, `The '${name}' field is a required property of an index specification`)
}

function failed(message: string): CommandError {
  return new CommandError(67, message)
}

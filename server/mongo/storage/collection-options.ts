/** What `create` can say about a collection, read and checked as mongod does it. */
import { RANK } from '../bson/bson-type.ts'
import type { Collation } from '../bson/collation.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { isTrue } from '../bson/truth.ts'
import { documentOf, numberValue, object } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'
import { able } from '../part.ts'
import { compileFilter, type Filter } from '../query/filter.ts'
import type { Scope } from '../scope.ts'
import { NUMBERS, tooSmall, wrongType } from '../wrong-type.ts'
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

/** Options that are kept and shown, and in which order. */
const SHOWN =
  'capped size max storageEngine validator validationLevel validationAction indexOptionDefaults collation pipeline viewOn changeStreamPreAndPostImages'.split(
    ' ',
  )

/** Reads the options of `create`. Throws mongod's errors. */
export function readOptions(given: Document, scope: Scope): CollectionOptions {
  const isCapped = isTrue(given.get('capped'))
  const language = given.get('collation')?.document
  const collation = language && able(scope.abilities, 'collation')(language)
  const capped = readCapped(given, isCapped)
  const validator = given.get('validator')?.document
  const shown = SHOWN.flatMap((name): [string, Value][] => {
    const value = shownValue(name, given.get(name), capped)
    if (name === 'collation') return collation ? [[name, object(collation.specification)]] : []
    return value ? [[name, value]] : []
  })
  return {
    shown: documentOf(shown),
    capped,
    collation,
    ...readValidation(validator, given.get('validationLevel'), given.get('validationAction'), scope),
  }
}

/** The part of the options that `collMod` can change too. */
export function readValidation(
  filter: Document | undefined,
  level: Value | undefined,
  action: Value | undefined,
  scope: Scope,
): Pick<CollectionOptions, 'validator' | 'level' | 'action'> {
  return {
    level: oneOf('validationLevel', level, ['strict', 'moderate', 'off']),
    action: oneOf('validationAction', action, ['error', 'warn']),
    validator: filter?.fields.length ? { filter, isValid: compileFilter(filter, scope) } : undefined,
  }
}

/** The options with some replaced, or added at the end. */
export function withShown(
  options: CollectionOptions,
  changes: readonly (readonly [string, Value])[],
): Document {
  const old = options.shown.fields.map(({ name, value }) => [name, value] as const)
  const kept = old.map(
    ([name, value]) => changes.find(([other]) => other === name) ?? ([name, value] as const),
  )
  return documentOf([...kept, ...changes.filter(([name]) => !options.shown.get(name))])
}

function shownValue(
  name: string,
  value: Value | undefined,
  capped: CollectionOptions['capped'],
): Value | undefined {
  if (name === 'capped' && !capped) return undefined
  if (name === 'changeStreamPreAndPostImages' && !isTrue(value?.document.get('enabled'))) return undefined
  if (name === 'size') return capped && numberValue(capped.size)
  if (name === 'max') return capped && Number.isFinite(capped.max) ? numberValue(capped.max) : undefined
  return value
}

/** mongod rounds the size up to a multiple of 256. */
function readCapped(given: Document, capped: boolean): CollectionOptions['capped'] {
  const [size, max] = ['size', 'max'].map((name) => given.get(name))
  if (!capped) {
    if (size || max)
      throw new CommandError(72, `the '${size ? 'size' : 'max'}' field is only allowed when 'capped' is true`)
    return undefined
  }
  if (!size) throw new CommandError(72, "the 'size' field is required when 'capped' is true")
  const bytes = limited('size', size, 1, 2 ** 50)
  const count = max ? limited('max', max, Number.NEGATIVE_INFINITY, 2 ** 31 - 1) : 0
  return { size: Math.ceil(bytes / 256) * 256, max: count > 0 ? count : Number.POSITIVE_INFINITY }
}

function limited(name: string, value: Value, least: number, most: number): number {
  if (value.rank !== RANK.number) {
    throw wrongType(`create.${name}`, value, ...NUMBERS)
  }
  const number = Math.trunc(toNumber(value))
  if (number < least) throw tooSmall(name, least, number)
  if (number > most)
    throw new CommandError(51024, `BSON field '${name}' value must be <= ${most}, actual value '${number}'`)
  return number
}

function oneOf(name: string, value: Value | undefined, choices: readonly string[]): string {
  if (!value) return choices[0]!
  if (choices.includes(value.text)) return value.text
  throw badValue(`Enumeration value '${value.text}' for field '${name}' is not a valid value.`)
}

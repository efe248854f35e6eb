/** What `create` can say about a collection, read and checked as mongod does it. */
import { RANK } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { isTrue } from '../bson/truth.ts'
import { documentOf, numberValue, object } from '../bson/values.ts'
import { badValue, CommandError, notImplemented } from '../command-error.ts'
import { compileFilter } from '../query/filter.ts'
import type { Scope } from '../scope.ts'
import type { CollectionOptions } from '../storage/collection-options.ts'
import { NUMBERS, tooSmall, wrongType } from '../wrong-type.ts'
import { readCollation } from './collation.ts'

/** Options whose meaning this server hasn't got. */
const REFUSED = 'viewOn pipeline timeseries clusteredIndex expireAfterSeconds encryptedFields'.split(' ')

/** Options that are kept and shown, and in which order. */
const SHOWN =
  'capped size max storageEngine validator validationLevel validationAction indexOptionDefaults collation pipeline viewOn changeStreamPreAndPostImages'.split(
    ' ',
  )

/** Reads the options of `create`. Throws mongod's errors. */
export function readOptions(given: Document, scope: Scope): CollectionOptions {
  const refused = REFUSED.find((name) => given.get(name))
  if (refused) throw notImplemented(`the option '${refused}' of create`)
  const isCapped = isTrue(given.get('capped'))
  const language = given.get('collation')?.document
  const collation = language && readCollation(language)
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

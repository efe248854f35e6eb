/** Reads collations, and makes them out of the languages that the host knows. */
import { RANK, TYPE, typeName } from '../bson/bson-type.ts'
import type { Collation } from '../bson/collation.ts'
import { describeDocument } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { encode } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import { badValue, CommandError } from '../command-error.ts'

type Options = Record<string, string | number | boolean>

/** The version of mongod's own tables. */
const VERSION = '57.1'
/** Every option with its default; the lists hold what else it can be. */
const CHOICES: Options[] = [
  { locale: '' },
  { caseLevel: false },
  { caseFirst: 'off', upper: 1, lower: 1 },
  { strength: 3 },
  { numericOrdering: false },
  { alternate: 'non-ignorable', shifted: 1 },
  { maxVariable: 'punct', space: 1 },
  { normalization: false },
  { backwards: false },
  { version: VERSION },
]

/** Reads `{ locale: 'de', strength: 1 }`. Undefined means byte by byte. Throws mongod's own errors. */
export function readCollation(document: Document): Collation | undefined {
  if (document.fields.length === 0) return undefined
  const options = readOptions(document)
  const about = describeDocument(document)
  const { locale } = options
  if (locale === 'simple') {
    if (document.fields.length === 1) return undefined
    throw new CommandError(9, `If locale=simple, no other fields should be present in: ${about}`)
  }
  checkOptions(options, about)
  return makeCollation(options)
}

function readOptions(document: Document): Options {
  const options: Options = {}
  for (const choice of CHOICES) {
    const [name, otherwise] = Object.entries(choice)[0]!
    const value = document.get(name)
    options[name] = value ? readOption(name, value, otherwise, choice) : otherwise
  }
  const unknown = document.fields.find(({ name }) => !(name in options))
  if (unknown) throw new CommandError(40415, `BSON field 'collation.${unknown.name}' is an unknown field.`)
  if (document.get('locale')) return options
  throw new CommandError(40414, "BSON field 'collation.locale' is missing but a required field")
}

function readOption(name: string, value: Value, otherwise: Options[string], choice: Options) {
  const wrong = (expected: string) =>
    new CommandError(
      14,
      `BSON field 'collation.${name}' is the wrong type '${typeName(value.type)}', expected type${expected}`,
    )
  const invalid = (given: string | number) =>
    badValue(`Enumeration value '${given}' for field 'collation.${name}' is not a valid value.`)
  if (typeof otherwise === 'boolean') {
    if (value.type === TYPE.bool) return value.boolean
    if (value.rank === RANK.number) return toNumber(value) !== 0
    throw wrong("s '[bool, long, int, decimal, double]'")
  }
  if (typeof otherwise === 'number') {
    if (value.rank !== RANK.number) throw wrong("s '[long, int, decimal, double]'")
    const number = toNumber(value)
    if ([1, 2, 3, 4, 5].includes(number)) return number
    throw invalid(number)
  }
  if (value.type !== TYPE.string) throw wrong(" 'string'")
  const { text } = value
  if (name !== 'locale' && name !== 'version' && text !== otherwise && !(text in choice)) throw invalid(text)
  return text
}

function checkOptions(options: Options, about: string): void {
  const { locale, strength, backwards, caseFirst, caseLevel, version } = options
  if (locale === '') throw badValue(`Field 'locale' cannot be the empty string in: ${about}`)
  if (!isLocale(String(locale))) throw badValue(`Field 'locale' is invalid in: ${about}`)
  if (backwards && strength === 1) {
    throw badValue(`'backwards' is invalid with 'strength' of 1 in: ${about}`)
  }
  if (caseFirst !== 'off' && !caseLevel && Number(strength) < 3) {
    throw badValue(
      `'caseFirst' is invalid unless 'caseLevel' is on or 'strength' is greater than 2 in: ${about}`,
    )
  }
  if (version !== VERSION) {
    throw new CommandError(
      161,
      `Requested collation version ${version} but the only available collator version was ${VERSION}. Requested collation spec: ${about}`,
    )
  }
}

/** mongod writes `en_US` and `de@collation=phonebook`, JavaScript `en-US` and `de-u-co-phonebk`. */
function languageTag(locale: string): string {
  const [name, variant] = locale.split('@collation=')
  const short = { phonebook: 'phonebk', traditional: 'trad' }[variant ?? ''] ?? variant
  return name!.replaceAll('_', '-') + (short ? `-u-co-${short}` : '')
}

function isLocale(locale: string): boolean {
  if (locale.includes('-')) return false
  try {
    const tag = languageTag(locale)
    return Intl.getCanonicalLocales(tag)[0] === tag && Intl.Collator.supportedLocalesOf(tag).length === 1
  } catch {
    return false
  }
}

function makeCollation(options: Options): Collation {
  const compare = comparer(options)
  const keys = new Map<string, string>()
  const sorted: string[] = []
  return {
    specification: encode(options),
    compare,
    key: (text) => {
      const known = keys.get(text)
      if (known !== undefined) return known
      const key = representative(sorted, text, compare)
      keys.set(text, key)
      return key
    },
  }
}

/** JavaScript has no sort keys: the first text met of those that are equal stands for all of them. */
function representative(sorted: string[], text: string, compare: Collation['compare']): string {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const order = compare(sorted[middle]!, text)
    if (order === 0) return sorted[middle]!
    if (order < 0) low = middle + 1
    else high = middle
  }
  sorted.splice(low, 0, text)
  return text
}

function comparer(options: Options): Collation['compare'] {
  const { strength, caseLevel, alternate, backwards } = options
  const sensitivity =
    strength === 1 ? (caseLevel ? 'case' : 'base') : strength === 2 && !caseLevel ? 'accent' : 'variant'
  const shifted = alternate === 'shifted'
  const steps = [collator(options, sensitivity, shifted)]
  if (backwards)
    steps.unshift(collator(options, 'base', shifted), fromTheEnd(collator(options, 'accent', shifted)))
  if (shifted && Number(strength) > 3) steps.push(collator(options, sensitivity, false))
  if (strength === 5) steps.push((a, b) => (a < b ? -1 : Number(a > b)))
  return (a, b) => {
    for (const step of steps) {
      const order = step(a, b)
      if (order !== 0) return order
    }
    return 0
  }
}

function collator(options: Options, sensitivity: 'base' | 'accent' | 'case' | 'variant', shifted: boolean) {
  const { locale, caseFirst, numericOrdering, maxVariable } = options
  const { compare } = new Intl.Collator(languageTag(String(locale)), {
    sensitivity,
    caseFirst: caseFirst === 'off' ? 'false' : (caseFirst as 'upper' | 'lower'),
    numeric: numericOrdering === true,
    ignorePunctuation: shifted && maxVariable === 'punct',
  })
  if (!shifted || maxVariable === 'punct') return compare
  return (a: string, b: string) => compare(a.replace(/\s/g, ''), b.replace(/\s/g, ''))
}

/** Accents count from the last letter to the first, as in Canadian French. */
function fromTheEnd(compare: Collation['compare']): Collation['compare'] {
  const letters = (text: string) => text.normalize('NFD').match(/\P{M}\p{M}*/gu) ?? []
  return (a, b) => {
    const [x, y] = [letters(a).reverse(), letters(b).reverse()]
    for (const [index, letter] of x.entries()) {
      const order = compare(letter, y[index] ?? '')
      if (order !== 0) return order
    }
    return 0
  }
}

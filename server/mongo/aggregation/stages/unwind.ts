/** `$unwind`: one document for each element of an array. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Document, Value } from '../../bson/document.ts'
import { splitPath } from '../../bson/field-path.ts'
import { isNullish } from '../../bson/truth.ts'
import { long, NULL, object } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { compileSetter, type Stages, typeOf } from './stage.ts'

interface Unwind {
  path?: Value
  index?: string
  keep?: boolean
}

/** How each option is read. */
const OPTIONS: Record<string, (value: Value) => Unwind> = {
  path: (path) => ({ path }),
  preserveNullAndEmptyArrays(value) {
    if (value.type === TYPE.bool) return { keep: value.boolean }
    throw wrong(
      28809,
      `expected a boolean for the preserveNullAndEmptyArrays option to`,
      `, got ${typeOf(value)}`,
    )
  },
  includeArrayIndex(value) {
    if (value.type !== TYPE.string || value.text === '')
      throw wrong(
        28810,
        'expected a non-empty string for the includeArrayIndex option to',
        `, got ${typeOf(value)}`,
      )
    if (value.text.startsWith('$'))
      throw wrong(28822, 'includeArrayIndex option to', ` should not be prefixed with a '$': ${value.text}`)
    return { index: value.text }
  },
}

function wrong(code: number, before: string, after = ''): CommandError {
  return new CommandError(code, `${before} $unwind stage${after}`)
}

function readOptions(value: Value): Unwind {
  if (value.type === TYPE.string) return { path: value }
  if (!value.isDocument)
    throw wrong(15981, 'expected either a string or an object as specification for', `, got ${typeOf(value)}`)
  return Object.assign(
    {},
    ...value.document.fields.map(({ name, value: option }) => {
      const read = OPTIONS[name]
      if (!read) throw wrong(28811, 'unrecognized option to', `: ${name}`)
      return read(option)
    }),
  )
}

function readPath(path: Value | undefined): string {
  if (!path || (path.type === TYPE.string && path.text === '')) throw wrong(28812, 'no path specified to')
  if (path.type !== TYPE.string)
    throw wrong(28808, 'expected a string as the path for', `, got ${typeOf(path)}`)
  if (!path.text.startsWith('$'))
    throw wrong(28818, 'path option to', ` should be prefixed with a '$': ${path.text}`)
  return path.text.slice(1)
}

/** The value at a path that goes through documents only. */
function valueAt(document: Document, steps: readonly string[]): Value | undefined {
  let value: Value | undefined = object(document)
  for (const step of steps) value = value?.isDocument ? value.document.get(step) : undefined
  return value
}

export const unwind: Stages = {
  $unwind(given) {
    const { index, keep, ...options } = readOptions(given)
    const path = readPath(options.path)
    const steps = splitPath(path)
    const setItem = compileSetter(path)
    const setIndex = index ? compileSetter(index) : (document: Document) => document
    const unwound = (document: Document): Document[] => {
      const value = valueAt(document, steps)
      if (!value?.isArray) return isNullish(value) && !keep ? [] : [setIndex(document, NULL)]
      const { elements } = value
      if (elements.length === 0) return keep ? [setIndex(setItem(document, undefined), NULL)] : []
      return elements.map((item, position) => setIndex(setItem(document, item), long(BigInt(position))))
    }
    return function* (input) {
      for (const document of input) yield* unwound(document)
    }
  },
}

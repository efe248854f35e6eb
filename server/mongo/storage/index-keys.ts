/**
 * What an index holds of a document: one key, or one for each element of an array. Of several paths through
 * arrays, all have to go through the same one.
 */

import { describe } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { UNDEFINED } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'

const INDEX = /^(0|[1-9]\d*)$/

/** A value for each path of an index; undefined where the document has none. */
export type Key = readonly (Value | undefined)[]

/** How far the walk along one path has come. */
interface Walk {
  readonly path: readonly string[]
  readonly step: number
  readonly value: Value | undefined
  /** Nothing more to be looked for. */
  readonly ended: boolean
}

/** The keys of a document, possibly with repetitions. `onArray` hears which steps of which path went into an array. */
export function keysOf(
  document: Document,
  paths: readonly (readonly string[])[],
  onArray: (path: number, steps: number) => void,
): Key[] {
  const keys: Key[] = []
  expand(
    paths.map((path) => ({ path, step: 1, value: document.get(path[0]!), ended: false })),
    keys,
    onArray,
  )
  return keys
}

function expand(from: Walk[], keys: Key[], onArray: (path: number, steps: number) => void): void {
  const walks = from.map(advance)
  const inArrays = walks.filter((walk) => !walk.ended)
  const array = inArrays[0]?.value
  if (!array) {
    keys.push(walks.map((walk) => walk.value))
    return
  }
  for (const walk of inArrays) {
    if (placeOf(walk.value!) !== placeOf(array)) throw parallel(walk, inArrays[0]!)
  }
  for (const [index, walk] of walks.entries()) if (!walk.ended) onArray(index, walk.step)
  const { elements } = array
  if (elements.length === 0) elements.push(UNDEFINED)
  for (const element of elements)
    expand(
      walks.map((walk) => enter(walk, element)),
      keys,
      onArray,
    )
}

/** Where a value of the document begins: several paths come to it by objects of their own. */
function placeOf({ source, start }: Value): number {
  return source.byteOffset + start
}

/** Goes on to the end of the path, or to an array whose elements come next. */
function advance(walk: Walk): Walk {
  let { path, step, value, ended } = walk
  while (!ended) {
    const name = path[step]
    if (value?.isArray) {
      const element = name !== undefined && INDEX.test(name) ? value.elements[Number(name)] : undefined
      if (!element) break
      checkUnambiguous(value, name!)
      value = element
    } else if (name === undefined) {
      ended = true
      break
    } else if (value?.isDocument) {
      value = value.document.get(name)
    } else {
      value = undefined
      ended = true
    }
    step++
  }
  return { path, step, value, ended }
}

/** The name could be an index of the array, and that of a field of its elements. */
function checkUnambiguous(array: Value, name: string): void {
  if (!array.elements.some((element) => element.isDocument && element.document.get(name))) return
  throw new CommandError(
    16746,
    `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${name}' for array: ${describe(array)}`,
  )
}

/** An array within the array isn't taken apart further. */
function enter(walk: Walk, element: Value): Walk {
  if (walk.ended) return walk
  const { path, step } = walk
  const name = path[step]
  if (name === undefined) return { path, step, value: element, ended: true }
  if (element.isDocument) return { path, step: step + 1, value: element.document.get(name), ended: false }
  return { path, step, value: undefined, ended: true }
}

function parallel(a: Walk, b: Walk): CommandError {
  const [x, y] = [a, b].map(({ path, step }) => path.slice(0, step).at(-1))
  return new CommandError(171, `cannot index parallel arrays [${x}] [${y}]`)
}

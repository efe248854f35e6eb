/** How a dotted path finds values in a document: through embedded documents, and through each element of an array. */
import type { Document, Value } from './document.ts'

const INDEX = /^(0|[1-9]\d*)$/

/** Which element of an array met a condition: what `$` in updates and projections stands for. */
export interface Match {
  position?: number
}

/** Gets a value that the path leads to, or undefined where it leads nowhere. Returning true ends the walk. */
export type Visit = (value: Value | undefined) => boolean

interface Walk {
  readonly path: readonly string[]
  readonly visit: Visit
  /** An array at the end of the path is visited as a whole only. */
  readonly whole: boolean
  readonly match: Match | undefined
}

/**
 * Walks a path. An array at its end is visited element by element and then as a whole, or only so. True if a visit
 * returned true; `match` then gets the position in the outermost array that was gone through.
 */
export function visitPath(
  document: Document,
  path: readonly string[],
  visit: Visit,
  match?: Match,
  whole = false,
): boolean {
  return visitStep(document.get(path[0]!), { path, visit, whole, match }, 1)
}

function visitStep(value: Value | undefined, walk: Walk, step: number): boolean {
  if (step === walk.path.length) return visitEnd(value, walk)
  if (value?.isArray) return visitElements(value, walk, step)
  if (value?.isDocument) return visitStep(value.document.get(walk.path[step]!), walk, step + 1)
  return walk.visit(undefined)
}

function visitEnd(value: Value | undefined, walk: Walk): boolean {
  if (!walk.whole && value?.isArray) {
    const index = value.elements.findIndex(walk.visit)
    if (index >= 0) return found(walk, index)
  }
  return walk.visit(value)
}

/** In an array the next name may be an index as well as a name in every document among the elements. */
function visitElements(array: Value, walk: Walk, step: number): boolean {
  const name = walk.path[step]!
  const wanted = INDEX.test(name) ? Number(name) : -1
  const index = array.elements.findIndex(
    (element, index) =>
      (element.isDocument && visitStep(element.document.get(name), walk, step + 1)) ||
      (index === wanted && visitIndexed(element, walk, step + 1)),
  )
  return index >= 0 && found(walk, index)
}

/** What an index names is visited as it is: an array isn't taken apart a second time. */
function visitIndexed(element: Value, walk: Walk, step: number): boolean {
  if (step === walk.path.length) return walk.visit(element)
  return (element.isDocument || element.isArray) && visitStep(element, walk, step)
}

function found({ match }: Walk, index: number): true {
  if (match) match.position = index
  return true
}

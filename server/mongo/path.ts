/** How a dotted path finds values in a document: through embedded documents, and through each element of an array. */
import type { Document, Value } from './document.ts'

const INDEX = /^(0|[1-9]\d*)$/

/** Gets a value that the path leads to, or undefined where it leads nowhere. Returning true ends the walk. */
export type Visit = (value: Value | undefined) => boolean

/** Walks a path. An array at its end is visited element by element and then as a whole. True if a visit returned true. */
export function visitPath(document: Document, path: readonly string[], visit: Visit): boolean {
  return visitStep(document.get(path[0]!), path, 1, visit)
}

function visitStep(value: Value | undefined, path: readonly string[], step: number, visit: Visit): boolean {
  if (step === path.length) return visitEnd(value, visit)
  if (value?.isArray) return visitElements(value, path, step, visit)
  if (value?.isDocument) return visitStep(value.document.get(path[step]!), path, step + 1, visit)
  return visit(undefined)
}

function visitEnd(value: Value | undefined, visit: Visit): boolean {
  return (value?.isArray && value.elements.some(visit)) || visit(value)
}

/** In an array the next name may be an index as well as a name in every document among the elements. */
function visitElements(array: Value, path: readonly string[], step: number, visit: Visit): boolean {
  const { elements } = array
  const name = path[step]!
  const indexed = INDEX.test(name) ? elements[Number(name)] : undefined
  if (indexed && visitStep(indexed, path, step + 1, visit)) return true
  return elements.some(
    (element) => element.isDocument && visitStep(element.document.get(name), path, step + 1, visit),
  )
}

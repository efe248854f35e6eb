/** Finds operators in a filter that aren't allowed where it stands. */
import type { Document } from '../bson/document.ts'

/** The first of these names that stands where a field's name could stand, however deep in `$and` and the like. */
export function findSpecial(filter: Document, names: readonly string[]): string | undefined {
  for (const { name, value } of filter.fields) {
    if (names.includes(name)) return name
    const branches = name.startsWith('$') && value.isArray ? value.elements : []
    for (const branch of branches) {
      const found = branch.isDocument ? findSpecial(branch.document, names) : undefined
      if (found !== undefined) return found
    }
  }
  return undefined
}

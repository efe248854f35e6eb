/** How explain shows a filter: every condition with its operator, several of them under `$and`. */
import { TYPE } from '../bson/bson-type.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { encode } from '../bson/encode.ts'
import { array, documentOf, object } from '../bson/values.ts'

/** `{ a: 1, b: { $gt: 2, $lt: 5 } }` as `{ $and: [{ a: { $eq: 1 } }, { b: { $gt: 2 } }, { b: { $lt: 5 } }] }`. */
export function showFilter(filter: Document): Document {
  const parts = partsOf(filter)
  return parts.length === 1 ? parts[0]! : parts.length === 0 ? filter : encode({ $and: parts })
}

function partsOf(filter: Document): Document[] {
  return filter.fields.flatMap((field) => {
    const { name, value } = field
    if (name === '$comment') return []
    if (name === '$and' && value.isArray) return value.elements.flatMap((part) => partsOf(part.document))
    return name.startsWith('$') ? [logical(field)] : conditions(name, value)
  })
}

function logical({ name, value }: Field): Document {
  const shown = value.isArray && value.elements.every((part) => part.isDocument)
  return documentOf([
    [name, shown ? array(value.elements.map((part) => object(showFilter(part.document)))) : value],
  ])
}

function conditions(path: string, value: Value): Document[] {
  const operators = value.isDocument ? value.document.fields : []
  if (!operators[0]?.name.startsWith('$') || operators[0].name === '$ref') {
    const name = value.type === TYPE.regex ? '$regex' : '$eq'
    return [documentOf([[path, object(documentOf([[name, value]]))]])]
  }
  return operators.map((field) => documentOf([[path, object(shownOperator(field))]]))
}

function shownOperator({ name, value }: Field): Document {
  const negated = name === '$ne' && object(documentOf([['$eq', value]]))
  return documentOf([negated ? ['$not', negated] : [name, value]])
}

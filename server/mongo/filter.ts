/**
 * Compiles a filter such as `{ $or: [{ teamA: 'Brazil' }, { goals: { $gt: 3 } }] }` into a test of documents.
 * Everything wrong with a filter is found here, before the first document is looked at.
 */
import { badValue, notImplemented } from './command-error.ts'
import { compileCondition } from './condition.ts'
import type { Document, Field, Value } from './document.ts'

/** Says whether a document is meant. */
export type Filter = (document: Document) => boolean

/** Operators of mongod that stand where a field name could stand, and that this server lacks. */
const MISSING = new Set([
  '$expr',
  '$where',
  '$text',
  '$jsonSchema',
  '$sampleRate',
  '$alwaysTrue',
  '$alwaysFalse',
])

/** Compiles a filter. Throws mongod's own error for an operator it doesn't know. */
export function compileFilter(filter: Document): Filter {
  const tests = filter.fields.filter((field) => field.name !== '$comment').map(compileField)
  return tests.length === 1 ? tests[0]! : (document) => tests.every((test) => test(document))
}

function compileField({ name, value }: Field): Filter {
  return name.startsWith('$') ? compileLogical(name, value) : compileCondition(name, value)
}

function compileLogical(operator: string, value: Value): Filter {
  switch (operator) {
    case '$and':
      return all(branches(operator, value))
    case '$or':
      return any(branches(operator, value))
    case '$nor':
      return none(branches(operator, value))
  }
  if (MISSING.has(operator)) throw notImplemented(`the operator ${operator}`)
  throw badValue(
    `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  )
}

function branches(operator: string, value: Value): Filter[] {
  if (!value.isArray) throw badValue(`${operator} must be an array`)
  const { elements } = value
  if (elements.length === 0) throw badValue('$and/$or/$nor must be a nonempty array')
  if (!elements.every((element) => element.isDocument)) {
    throw badValue('$or/$and/$nor entries need to be full objects')
  }
  return elements.map((element) => compileFilter(element.document))
}

function all(tests: Filter[]): Filter {
  return (document) => tests.every((test) => test(document))
}

function any(tests: Filter[]): Filter {
  return (document) => tests.some((test) => test(document))
}

function none(tests: Filter[]): Filter {
  return (document) => !tests.some((test) => test(document))
}

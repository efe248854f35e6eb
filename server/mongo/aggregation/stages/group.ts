/** Stages that make one document out of many: groups, buckets, counts. */

import { TYPE } from '../../bson/bson-type.ts'
import { valueKey } from '../../bson/compare.ts'
import type { Document, Field, Value } from '../../bson/document.ts'
import { documentOf, int, NULL } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { compileSort } from '../../query/sort.ts'
import { type Accumulate, compileAccumulator } from '../accumulators.ts'
import { type Compute, compute, documentIn, type PipelineContext, type Run, type Stages } from './stage.ts'

/** The fields of a group, and how each is computed. */
export type Accumulated = readonly (readonly [name: string, accumulate: Accumulate])[]

/** Compiles the fields of a group. Throws mongod's own errors. */
export function compileFields(fields: readonly Field[], context: PipelineContext): Accumulated {
  return fields.map((field) => [
    field.name,
    compileAccumulator(field, (value) => compute(value, context), context.scope),
  ])
}

/** Documents by what they have in common; nothing counts as null. */
export function groupBy(by: Compute, fields: Accumulated, { scope }: PipelineContext): Run {
  return function* (input) {
    const groups = new Map<string, { id: Value; documents: Document[] }>()
    for (const document of input) {
      const id = by(document) ?? NULL
      const key = valueKey(id, scope.collation)
      const group = groups.get(key)
      if (group) group.documents.push(document)
      else groups.set(key, { id, documents: [document] })
    }
    for (const { id, documents } of groups.values()) yield summary(id, documents, fields)
  }
}

/** The document that a group becomes. */
export function summary(id: Value, documents: readonly Document[], fields: Accumulated): Document {
  const scope = id.isDocument ? id.document : documentOf([])
  return documentOf([
    ['_id', id],
    ...fields.map(([name, accumulate]) => [name, accumulate(documents, scope)] as const),
  ])
}

/** The field of a group that names none. */
export const COUNT: Accumulated = [['count', (documents) => int(documents.length)]]

/** Runs stages one after another. */
export function chain(...runs: readonly Run[]): Run {
  return (input) => runs.reduce((documents, run) => run(documents), input)
}

/** Sorts by one field, 1 or -1. */
export function sortBy(name: string, direction: number): Run {
  const sort = compileSort(documentOf([[name, int(direction)]]))
  return (input) => sort(Array.from(input, (document) => ({ document }))).map((item) => item.document)
}

/** True for a path or an operator: what depends on the document. */
export function isExpression(value: Value): boolean {
  return value.isDocument
    ? !!value.document.fields[0]?.name.startsWith('$')
    : value.type === TYPE.string && value.text.startsWith('$')
}

function countAll(value: Value): Run {
  const fail = (code: number, what: string) => new CommandError(code, `the count field ${what}`)
  if (value.type !== TYPE.string) throw fail(40156, 'must be a non-empty string')
  if (value.text === '') throw fail(40157, 'must be a non-empty string')
  if (value.text.startsWith('$')) throw fail(40158, 'cannot be a $-prefixed path')
  if (value.text.includes('\0')) throw fail(40159, 'cannot contain a null byte')
  if (value.text.includes('.')) throw fail(40160, "cannot contain '.'")
  return function* (input) {
    let count = 0
    for (const _document of input) count++
    if (count > 0) yield documentOf([[value.text, int(count)]])
  }
}

export const group: Stages = {
  $group(value, context) {
    const { fields } = documentIn(value, 15947, "a group's fields must be specified in an object")
    const others = fields.filter((field) => field.name !== '_id')
    const accumulated = compileFields(others, context)
    const id = fields.find((field) => field.name === '_id')
    if (!id) throw new CommandError(15955, 'a group specification must include an _id')
    return groupBy(compute(id.value, context), accumulated, context)
  },
  $count: countAll,
  $sortByCount(value, context, name) {
    if (!isExpression(value)) {
      const [code, what] = value.isDocument
        ? [40147, 'field must be defined as an expression inside an object']
        : value.type === TYPE.string
          ? [40148, 'field must be defined as a $-prefixed path or an expression inside an object']
          : [40149, 'field must be specified as a $-prefixed path or an expression inside an object']
      throw new CommandError(code as number, `the ${name.slice(1)} ${what}`)
    }
    return chain(groupBy(compute(value, context), COUNT, context), sortBy('count', -1))
  },
}

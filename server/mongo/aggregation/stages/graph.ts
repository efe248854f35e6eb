/** `$graphLookup`: follows references from document to document. */
import { RANK, TYPE } from '../../bson/bson-type.ts'
import { valueKey } from '../../bson/compare.ts'
import type { Document, Field, Value } from '../../bson/document.ts'
import { splitPath } from '../../bson/field-path.ts'
import { toNumber } from '../../bson/numbers.ts'
import { visitPath } from '../../bson/path.ts'
import { array, documentOf, EMPTY, long, object } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { compileFilter } from '../../query/filter.ts'
import {
  type Compute,
  compileSetter,
  compute,
  documentIn,
  type PipelineContext,
  type Run,
  type Stages,
  typeOf,
} from './stage.ts'

function* graph(document: Document, options: Graph, context: PipelineContext): Iterable<Document> {
  const { collection, from, to, most, setDepth, restriction } = options
  const seen = new Set<string>()
  const searched = new Set<string>()
  let frontier = elementsOf(options.start(document))
  for (let depth = 0; frontier.length > 0 && depth <= most; depth++) {
    const fresh = frontier.filter((value) => {
      const key = valueKey(value, context.scope.collation)
      return !searched.has(key) && searched.add(key)
    })
    if (fresh.length === 0) return
    const wanted = documentOf([[to, object(documentOf([['$in', array(fresh)]]))]])
    frontier = []
    for (const found of context.compileSource([], context, collection)(wanted)) {
      const key = valueKey(found.get('_id')!)
      if (seen.has(key) || !restriction(found)) continue
      seen.add(key)
      frontier.push(...valuesAt(found, from))
      yield setDepth(found, long(BigInt(depth)))
    }
  }
}

function elementsOf(value: Value | undefined): Value[] {
  if (!value) return []
  return value.isArray ? value.elements : [value]
}

function valuesAt(document: Document, path: string[]): Value[] {
  const values: Value[] = []
  visitPath(document, path, (value) => {
    if (value && !value.isArray) values.push(value)
    return false
  })
  return values
}

interface Graph {
  collection: string
  start: Compute
  from: string[]
  to: string
  most: number
  setDepth: (document: Document, depth: Value) => Document
  restriction: (document: Document) => boolean
}

const GRAPH_TEXTS = ['from', 'as', 'connectFromField', 'connectToField', 'depthField']

function checkGraph({ name, value }: Field): void {
  const number = value.rank === RANK.number ? toNumber(value) : Number.NaN
  if (name === 'maxDepth' && Number.isNaN(number))
    throw new CommandError(40100, `maxDepth must be numeric, found type: ${typeOf(value)}`)
  if (name === 'maxDepth' && number < 0)
    throw new CommandError(40101, `maxDepth requires a nonnegative argument, found: ${number}`)
  if (name === 'restrictSearchWithMatch' && !value.isDocument)
    throw new CommandError(40185, `restrictSearchWithMatch must be an object, found ${typeOf(value)}`)
  if (GRAPH_TEXTS.includes(name)) {
    if (value.type !== TYPE.string)
      throw new CommandError(40103, `expected string as argument for ${name}, found: ${typeOf(value)}`)
  } else if (!['startWith', 'maxDepth', 'restrictSearchWithMatch'].includes(name)) {
    throw new CommandError(40104, `Unknown argument to $graphLookup: ${name}`)
  }
}

function graphLookup(value: Value, context: PipelineContext): Run {
  const document = documentIn(
    value,
    9,
    `the $graphLookup stage specification must be an object, but found ${typeOf(value)}`,
  )
  document.fields.forEach(checkGraph)
  const [collection, as, from, to, depth] = GRAPH_TEXTS.map((name) => document.get(name)?.text)
  const start = document.get('startWith')
  if (!collection || !as || !from || !to || !start) {
    throw new CommandError(
      40105,
      "$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and 'connectToField' to be specified.",
    )
  }
  const maxDepth = document.get('maxDepth')
  const options: Graph = {
    collection,
    start: compute(start, context),
    from: splitPath(from),
    to,
    most: maxDepth ? toNumber(maxDepth) : Number.POSITIVE_INFINITY,
    setDepth: depth === undefined ? (found) => found : compileSetter(depth),
    restriction: compileFilter(document.get('restrictSearchWithMatch')?.document ?? EMPTY, context.scope),
  }
  const set = compileSetter(as)
  return function* (input) {
    for (const outer of input) yield set(outer, array([...graph(outer, options, context)].map(object)))
  }
}

export const graphs: Stages = { $graphLookup: graphLookup }

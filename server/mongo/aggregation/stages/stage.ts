/** What a stage of an aggregation pipeline is: compiled once from its specification, then run over documents. */
import { RANK, typeName } from '../../bson/bson-type.ts'
import { utf8Length } from '../../bson/bytes.ts'
import { describe } from '../../bson/describe.ts'
import type { Document, Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { join, span } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import type { ResolvedView } from '../../part.ts'
import { compileSet } from '../../query/projection.ts'
import { plant, type Tree } from '../../query/projection-node.ts'
import type { Scope } from '../../scope.ts'
import type { Stored } from '../../storage/store.ts'
import { compileExpression } from '../expression.ts'

/** Makes documents out of documents; lazily, where that is possible. */
export type Run = (input: Iterable<Document>) => Iterable<Document>

/** What a stage can reach beside the documents that come in. Collections are named without their database. */
export interface World {
  /** What a view of that name is at bottom; undefined if it's none. */
  view(collection: string): ResolvedView | undefined
  /** Documents of a collection, lazily. */
  read(
    collection: string,
    query: { filter: Document; sort?: Document; limit?: number },
    scope: Scope,
  ): Iterable<Document>
  /** The documents that a stage such as `$collStats` begins with. */
  report(stage: string, specification: Document): Iterable<Document>
  /** A collection to write to. */
  open(database: string | undefined, collection: string): Target
}

/** A collection that documents are written to. */
export interface Target {
  /** Puts these documents in the place of all that are there. */
  replaceAll(documents: readonly Document[]): void
  /** True if no two documents can have the same values in these fields. */
  isUnique(fields: readonly string[]): boolean
  find(filter: Document): Stored | undefined
  insert(document: Document): void
  replace(stored: Stored, document: Document): void
}

/** What is known while a pipeline is compiled. */
export interface PipelineContext {
  readonly scope: Scope
  /** Undefined where a pipeline only changes one document: in an update. */
  readonly world?: World | undefined
  /** The stage that the pipeline is part of, such as `$lookup`. */
  readonly inside?: string
  /** Compiles a pipeline inside this one, for documents that are given to it. */
  compile(pipeline: readonly Value[], context: PipelineContext): Run
  /** Compiles a pipeline that reads a collection; what it returns takes a further filter. */
  compileSource(
    pipeline: readonly Value[],
    context: PipelineContext,
    collection: string | undefined,
  ): (filter?: Document) => Iterable<Document>
}

/** Compiles what stands beside a stage's name. Throws mongod's own errors. */
export type Stage = (specification: Value, context: PipelineContext, name: string) => Run
export type Stages = Readonly<Record<string, Stage>>

/** Computes a value from a document; undefined means missing. */
export type Compute = (document: Document) => Value | undefined

export function compute(value: Value, context: PipelineContext): Compute {
  return compileExpression(value, context.scope, 'pipeline')
}

/** Sets a field to a value, or takes it away. */
export type Setter = (document: Document, value: Value | undefined) => Document

/** Sets one field, however deep. Throws mongod's errors for a path that is none. */
export function compileSetter(path: string): Setter {
  const tree: Tree = new Map()
  let current: Value | undefined
  plant(tree, path, () => current)
  if (tree.has(path)) return topSetter(path)
  const set = compileSet(tree)
  return (document, value) => {
    current = value
    return set(document)
  }
}

/** Sets a field of the document itself: the bytes before and after it stay in one piece each. */
export function topSetter(name: string): Setter {
  const before = utf8Length(name) + 2
  return (document, value) => {
    const old = document.get(name)
    const parts = [span(document, 4, old && old.start - before)]
    if (value) parts.push({ name, value })
    if (old) parts.push(span(document, old.end))
    return join(parts)
  }
}

/** The type of a value as messages name it. */
export function typeOf(value: Value | undefined): string {
  return value ? typeName(value.type) : 'missing'
}

/** The document of a specification that has to be one. */
export function documentIn(value: Value | undefined, code: number, message: string): Document {
  if (value?.isDocument) return value.document
  throw new CommandError(code, message)
}

/** A stage that makes one document of each. */
export function each(change: (document: Document) => Document): Run {
  return function* (input) {
    for (const document of input) yield change(document)
  }
}

/** A whole number that isn't negative, for `$limit` and `$skip`. Throws an error of this code. */
export function wholeNumber(value: Value, code: number, name: string): number {
  const number = value.rank === RANK.number ? toNumber(value) : Number.NaN
  const problem =
    value.rank !== RANK.number
      ? 'Expected a number in'
      : !Number.isInteger(number)
        ? 'Expected an integer'
        : number < 0
          ? 'Expected a non-negative number in'
          : ''
  if (problem === '') return number
  throw new CommandError(code, `invalid argument to ${name} stage: ${problem}: ${name}: ${describe(value)}`)
}

/** `$out` and `$merge`: stages that write what comes to them into a collection. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Document, Value } from '../../bson/document.ts'
import { encode } from '../../bson/encode.ts'
import { visitPath } from '../../bson/path.ts'
import { isNullish } from '../../bson/truth.ts'
import { documentOf, object, text } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { mergeChecked } from '../expressions/objects.ts'
import { BINDING, checkVariable } from '../expressions/variables.ts'
import {
  type Compute,
  compute,
  type PipelineContext,
  type Run,
  type Stages,
  type Target,
  typeOf,
} from './stage.ts'

/** A collection by its name, or by those of a database and a collection. */
function targetOf(value: Value, code: number, message: string, { world }: PipelineContext): Target {
  const coll = value.isDocument ? value.document.get('coll') : value
  const db = value.isDocument ? value.document.get('db') : undefined
  if (coll?.type !== TYPE.string || (db && db.type !== TYPE.string)) throw new CommandError(code, message)
  return world!.open(db?.text, coll.text)
}

/** A stage that lets no document through; it acts when the first is asked for. */
function effect(act: (input: Iterable<Document>) => void): Run {
  return function* (input) {
    act(input)
    yield* []
  }
}

function out(value: Value, context: PipelineContext, name: string): Run {
  const target = targetOf(
    value,
    16990,
    `${name} only supports a string or object argument, but found ${typeOf(value)}`,
    context,
  )
  return effect((input) => target.replaceAll([...input]))
}

const MATCHED = ['replace', 'keepExisting', 'merge', 'fail']
const NOT_MATCHED = ['insert', 'discard', 'fail']
const OPTIONS = ['into', 'on', 'let', 'whenMatched', 'whenNotMatched']

function optionsOf(value: Value): Document {
  if (value.isDocument) return value.document
  if (value.type === TYPE.string) return documentOf([['into', value]])
  throw new CommandError(14, `$merge requires a string or object argument, but found ${typeOf(value)}`)
}

function modeOf(value: Value, option: string, modes: readonly string[]): string {
  if (value.type === TYPE.string && modes.includes(value.text)) return value.text
  throw new CommandError(
    2,
    `Enumeration value '${value.type === TYPE.string ? value.text : typeOf(value)}' for field '$merge.${option}' is not a valid value.`,
  )
}

function joinFields(value: Value | undefined): string[] {
  const names = value?.isArray ? value.elements : [value ?? text('_id')]
  if (names.length === 0)
    throw new CommandError(51187, "If explicitly specifying $merge 'on', must include at least one field")
  for (const name of names) {
    if (name.type !== TYPE.string)
      throw new CommandError(51134, `$merge 'on' array elements must be strings, but found ${typeOf(name)}`)
  }
  return names.map((name) => name.text)
}

function merge(value: Value, context: PipelineContext): Run {
  const options = optionsOf(value)
  const other = options.fields.find(({ name }) => !OPTIONS.includes(name))
  if (other) throw new CommandError(40415, `BSON field '$merge.${other.name}' is an unknown field.`)
  const [into, on, variables, matched, notMatched] = OPTIONS.map((name) => options.get(name))
  if (!into) throw new CommandError(40414, "BSON field '$merge.into' is missing but a required field")
  const target = targetOf(
    into,
    51178,
    `$merge 'into' field  must be either a string or an object, but found ${typeOf(into)}`,
    context,
  )
  const whenMatched = matched?.isArray ? 'pipeline' : modeOf(matched ?? text('merge'), 'whenMatched', MATCHED)
  const whenNot = modeOf(notMatched ?? text('insert'), 'whenNotMatched', NOT_MATCHED)
  if (whenNot !== 'insert' && (whenMatched === 'keepExisting' || whenMatched === 'fail')) {
    throw new CommandError(
      51181,
      `Combination of $merge modes 'whenMatched: ${whenMatched}' and 'whenNotMatched: ${whenNot}' is not supported`,
    )
  }
  if (variables && !matched?.isArray)
    throw new CommandError(51199, `Cannot use 'let' variables with 'whenMatched: ${whenMatched}' mode`)
  const fields = joinFields(on)
  if (!target.isUnique(fields))
    throw new CommandError(51183, 'Cannot find index to verify that join fields will be unique')
  const change = matched?.isArray
    ? pipelineChange(matched.elements, variables, context)
    : CHANGES[whenMatched]!
  return effect((input) => {
    for (const document of input) mergeOne(document, target, fields, change, whenNot)
  })
}

type Change = (old: Document, document: Document) => Document | undefined

const CHANGES: Record<string, Change> = {
  replace: (old, document) => withId(document, old),
  keepExisting: () => undefined,
  merge: (old, document) => mergeChecked([object(old), object(document)], '').document,
  fail: () => undefined,
}

/** A document without `_id` takes the place of another under that one's. */
function withId(document: Document, old: Document): Document {
  return document.get('_id')
    ? document
    : documentOf([
        ['_id', old.get('_id')!],
        ...document.fields.map(({ name, value }) => [name, value] as const),
      ])
}

function pipelineChange(
  stages: readonly Value[],
  variables: Value | undefined,
  context: PipelineContext,
): Change {
  const given = variables?.isDocument ? variables.document : encode({ new: '$$ROOT' })
  const bindings: [string, Compute][] = given.fields.map(({ name, value }) => {
    checkVariable(name, BINDING)
    return [name, compute(value, context)]
  })
  const values = new Map(context.scope.variables)
  for (const [name] of bindings) values.set(name, text(''))
  const run = context.compile(stages, {
    ...context,
    scope: { ...context.scope, variables: values },
    inside: '$merge',
  })
  return (old, document) => {
    for (const [name, make] of bindings) {
      const made = make(document)
      if (made) values.set(name, made)
      else values.delete(name)
    }
    return [...run([old])][0]
  }
}

function mergeOne(
  document: Document,
  target: Target,
  fields: readonly string[],
  change: Change,
  whenNot: string,
): void {
  const pairs = fields.flatMap((name) => {
    if (name === '_id' && !document.get(name)) return []
    let found: Value | undefined
    visitPath(document, name.split('.'), (value) => {
      found = value
      return false
    })
    if (isNullish(found) || found.isArray)
      throw new CommandError(
        51132,
        "$merge write error: 'on' field cannot be missing, null, undefined or an array",
      )
    return [[name, object(documentOf([['$eq', found]]))] as const]
  })
  const old = pairs.length === fields.length ? target.find(documentOf(pairs)) : undefined
  if (old) {
    if (change === CHANGES['fail']) target.insert(document)
    const changed = change(old.document, document)
    if (changed) target.replace(old, changed)
  } else if (whenNot === 'insert') target.insert(document)
  else if (whenNot === 'fail') {
    throw new CommandError(
      13113,
      '$merge could not find a matching document in the target collection for at least one document in the source collection',
    )
  }
}

export const writes: Stages = { $out: out, $merge: merge }

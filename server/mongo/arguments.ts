/** Reads the fields of a command, and refuses those it doesn't have, in mongod's own words. */

import { TYPE, typeName } from './bson/bson-type.ts'
import type { Document, Value } from './bson/document.ts'
import { toNumber } from './bson/numbers.ts'
import { isTrue } from './bson/truth.ts'
import { documentOf, NULL } from './bson/values.ts'
import type { Call, Command, FieldType } from './command.ts'
import { CommandError, notImplemented } from './command-error.ts'
import { able } from './part.ts'
import type { Scope } from './scope.ts'
import { checkNamespace } from './storage/namespace.ts'
import { NUMBERS, tooSmall, wrongType } from './wrong-type.ts'

/** Fields that every command takes; they change nothing on a standalone server. */
const GENERIC = new Set(
  '$db $clusterTime $readPreference lsid comment maxTimeMS readConcern writeConcern apiVersion apiStrict apiDeprecationErrors'.split(
    ' ',
  ),
)

const EXPECTED: Record<Exclude<FieldType, 'any' | 'missing'>, readonly string[]> = {
  string: ['string'],
  object: ['object'],
  array: ['array'],
  bool: ['bool'],
  integer: NUMBERS,
  flag: ['bool', ...NUMBERS],
}

/** Throws a CommandError for a field that the command doesn't know or that has the wrong type. */
export function checkArguments(command: Command, call: Call): void {
  if (command.lenient) return
  const first = call.body.fields[0]
  // mongod calls this one by the name of a class of its own.
  const title = call.name === 'find' ? 'FindCommandRequest' : call.name
  for (const field of call.body.fields) {
    if (field === first || GENERIC.has(field.name)) continue
    checkType(`${title}.${field.name}`, command.fields[field.name], field.value)
  }
  for (const name of call.sequences.keys()) checkKnown(`${title}.${name}`, command.fields[name])
}

/** Throws mongod's error for a field that nobody knows (`type` is undefined) or that has another type. */
export function checkType(path: string, type: FieldType | undefined, value: Value): void {
  const known = checkKnown(path, type)
  if (known === 'any' || isNull(value)) return
  if (known === 'missing') throw notImplemented(`the field '${path}'`)
  const expected = EXPECTED[known]
  if (expected.includes(typeName(value.type))) return
  throw wrongType(path, value, ...expected)
}

function checkKnown(path: string, type: FieldType | undefined): FieldType {
  if (!type) throw new CommandError(40415, `BSON field '${path}' is an unknown field.`)
  return type
}

/** mongod takes a null as if the field weren't there. */
function isNull(value: Value): boolean {
  return value.type === TYPE.null || value.type === TYPE.undefined
}

function present(call: Call, name: string): Value | undefined {
  return fieldOf(call.body, name)
}

/** A field of a command or of one of its statements; undefined if it isn't there or null. */
export function fieldOf(body: Document, name: string): Value | undefined {
  const value = body.get(name)
  return value && !isNull(value) ? value : undefined
}

/** `database.collection` out of the command's first field, or out of `field`. Throws if it names no collection. */
export function namespaceOf(call: Call, field = call.name): string {
  const value = call.body.get(field)
  if (!value) throw required(call, field)
  if (value.type !== TYPE.string)
    throw new CommandError(2, `collection name has invalid type ${typeName(value.type)}`)
  return checkNamespace(`${call.database}.${value.text}`)
}

/** The document in a field, undefined if there's none. */
export function documentArgument(call: Call, name: string): Document | undefined {
  return present(call, name)?.document
}

/** True or false; numbers other than 0 are true. */
export function flagArgument(call: Call, name: string, otherwise: boolean): boolean {
  const value = present(call, name)
  return value ? isTrue(value) : otherwise
}

/** A whole number that isn't negative. Fractions are cut off, as mongod does. */
export function countArgument(call: Call, name: string): number | undefined {
  const value = present(call, name)
  if (!value) return undefined
  const number = Math.trunc(toNumber(value))
  if (number >= 0) return number
  throw tooSmall(name, 0, number)
}

/** An array of documents, from the body or beside it. */
export function documentsArgument(call: Call, name: string): readonly Document[] {
  const beside = call.sequences.get(name)
  if (beside) return beside
  const value = present(call, name)
  if (!value) throw required(call, name)
  return value.elements.map((element, index) => {
    if (element.isDocument) return element.document
    const path = `${call.name}.${name}.${index}`
    throw wrongType(path, element, 'object')
  })
}

/** The values of an array. */
export function valuesArgument(call: Call, name: string): readonly Value[] {
  const value = present(call, name)
  if (!value) throw required(call, name)
  return value.elements
}

/** The error for a field that has to be there. */
export function required(call: Call, name: string): CommandError {
  return new CommandError(40414, `BSON field '${call.name}.${name}' is missing but a required field`)
}

/** A hint: the name of an index or its keys. Throws mongod's error for other types. */
export function hintArgument({ body }: Call, statement: Document = body): Value | undefined {
  const hint = fieldOf(statement, 'hint')
  if (!hint || hint.isDocument || hint.type === TYPE.string) return hint
  throw new CommandError(9, 'Hint must be a string or an object')
}

/**
 * What the filters and expressions of a call can refer to. The statements of a write have their own collation;
 * where there's none, it is that of the collection.
 */
export function scopeOf(call: Call, statement: Document = call.body): Scope {
  const { body, database, services } = call
  const given = statement.get('collation')
  const [target] = body.fields
  const collection =
    target?.value.type === TYPE.string && services.store.find(`${database}.${target.value.text}`)
  const scope = {
    variables: new Map(),
    now: services.now(),
    random: services.random,
    abilities: services.abilities,
  }
  const constants = body.get('let')
  return {
    ...scope,
    variables: constants?.isDocument ? variablesOf(constants.document, scope) : scope.variables,
    collation: given?.isDocument
      ? able(scope.abilities, 'collation')(given.document)
      : (collection || undefined)?.options.collation,
  }
}

/** The values of `let`: expressions that are computed once, and can't refer to a document. */
function variablesOf({ fields }: Document, scope: Scope): Map<string, Value> {
  const empty = documentOf([])
  const { compile } = able(scope.abilities, 'expressions')
  return new Map(fields.map(({ name, value }) => [name, compile(value, scope)(empty) ?? NULL]))
}

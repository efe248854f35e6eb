/** `$rename`: the source is taken out at its own place in the tree, and this is what happens at the destination. */
import { TYPE } from '../bson/bson-type.ts'
import { describe } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { object } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'
import { indexOf } from './edit.ts'
import { describeId } from './modifier.ts'
import { arrayIdentifier, type Modifier } from './update-tree.ts'

/** Where a field goes. Throws mongod's error if it isn't a string. */
export function destinationOf(source: string, operand: Value): string {
  if (operand.type === TYPE.string) return operand.text
  throw badValue(`The 'to' field for $rename must be a string: ${source}: ${describe(operand)}`)
}

/** The modifier at the destination. Throws mongod's errors for paths that can't be a pair. */
export function rename(source: string, operand: Value): Modifier {
  const destination = operand.text
  checkPair(source, destination, `${source}: ${describe(operand)}`)
  const from = source.split('.')
  const to = destination.split('.')
  const read = (root: Document) => {
    const value = valueAt(root, from)
    if (value) refuseArrays(root, to, 'destination')
    return value
  }
  return {
    kind: 'modifier',
    change: (value, { root }) => read(root) ?? value,
    create: ({ root }) => read(root),
  }
}

function checkPair(source: string, destination: string, shown: string): void {
  if (destination.includes('\0')) {
    throw badValue("The 'to' field for $rename cannot contain an embedded null byte")
  }
  if (source === destination) {
    throw badValue(`The source and target field for $rename must differ: ${shown}`)
  }
  if (destination.startsWith(`${source}.`) || source.startsWith(`${destination}.`)) {
    throw badValue(`The source and target field for $rename must not be on the same path: ${shown}`)
  }
  if (isDynamic(source)) throw badValue(`The source field for $rename may not be dynamic: ${source}`)
  if (isDynamic(destination)) {
    throw badValue(`The destination field for $rename may not be dynamic: ${destination}`)
  }
}

function isDynamic(path: string): boolean {
  return path.split('.').some((step) => step === '$' || arrayIdentifier(step) !== undefined)
}

/** The value that is moved; undefined if it isn't there. Throws mongod's errors for paths through other values. */
function valueAt(root: Document, path: readonly string[]): Value | undefined {
  let value: Value | undefined = object(root)
  for (const [at, step] of path.entries()) {
    const index: number | undefined = value.isArray ? indexOf(step) : undefined
    if (!value.isDocument && index === undefined) {
      throw new CommandError(
        28,
        `cannot use the part (${path[at - 1]} of ${path.join('.')}) to traverse the element ({${path[at - 1]}: ${describe(value)}})`,
      )
    }
    value = index === undefined ? value.document.get(step) : value.elements[index]
    if (!value) return undefined
  }
  refuseArrays(root, path, 'source')
  return value
}

function refuseArrays(root: Document, path: readonly string[], which: string): void {
  let value: Value | undefined = object(root)
  for (const [at, step] of path.entries()) {
    if (value?.isArray) {
      throw badValue(
        `The ${which} field cannot be an array element, '${path.join('.')}' in doc with ${describeId(root, 'no id').slice(1, -1)} has an array field called '${path[at - 1]}'`,
      )
    }
    value = value?.isDocument ? value.document.get(step) : undefined
  }
}

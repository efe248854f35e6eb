/** What `collMod` can change beside validators and indexes: images for change streams, and when documents end. */
import { fieldOf } from '../../arguments.ts'
import { TYPE } from '../../bson/bson-type.ts'
import type { Value } from '../../bson/document.ts'
import { documentOf, long } from '../../bson/values.ts'
import type { Call } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import type { Collection } from '../../storage/collection.ts'
import { withShown } from '../collection-options.ts'
import { readExpiry } from './expiry.ts'

const IMAGES = 'changeStreamPreAndPostImages'
const EXPIRY = 'expireAfterSeconds'

/** Changes the collection as a `collMod` says. Throws mongod's errors. */
export function changeKind(call: Call, collection: Collection): void {
  const onlyOnViews = ['pipeline', 'viewOn'].find((name) => fieldOf(call.body, name))
  if (onlyOnViews) throw invalid(`option only supported on a view: ${onlyOnViews}`)
  const images = fieldOf(call.body, IMAGES)
  if (images) changeImages(call, collection, images)
  const expiry = fieldOf(call.body, EXPIRY)
  if (expiry) changeExpiry(collection, expiry)
}

/** Throws mongod's error for images where there can't be any. */
export function checkImages({ name, database }: Call, images: Value): void {
  const enabled = images.document.get('enabled')
  if (!enabled) {
    throw new CommandError(40414, `BSON field '${name}.${IMAGES}.enabled' is missing but a required field`)
  }
  if (!['admin', 'local', 'config'].includes(database)) return
  throw invalid(`${IMAGES} collection option is not supported on the ${database} database`)
}

function changeImages(call: Call, collection: Collection, images: Value): void {
  checkImages(call, images)
  if (collection.options.kind?.type === 'timeseries') {
    throw invalid(`option not supported on a time-series collection: ${IMAGES}`)
  }
  const enabled = images.document.get('enabled')!
  setShown(collection, IMAGES, enabled.type === TYPE.bool && enabled.boolean ? images : undefined)
}

function changeExpiry(collection: Collection, given: Value): void {
  const { kind, shown } = collection.options
  if (!kind) throw invalid(`'${EXPIRY}' option is only supported on collections clustered by _id`)
  const seconds = readExpiry(given, 'collMod')
  const time = shown.get('timeseries')?.document.get('timeField')?.text
  const { expiry: _, ...rest } = kind
  const expiry = seconds !== undefined && { expiry: { path: time ?? '_id', seconds } }
  collection.options = { ...collection.options, kind: { ...rest, ...expiry } }
  setShown(collection, EXPIRY, seconds === undefined ? undefined : long(BigInt(seconds)))
}

function setShown(collection: Collection, name: string, value: Value | undefined): void {
  const { options } = collection
  const others = options.shown.fields.filter((field) => value !== undefined || field.name !== name)
  const kept = documentOf(others.map((field) => [field.name, field.value]))
  const shown = value ? withShown(options, [[name, value]]) : kept
  collection.options = { ...options, shown }
}

function invalid(message: string): CommandError {
  return new CommandError(72, message)
}

/** What a `find` answers for a record: its document, projected; or the key of the index; and its number if asked for. */
import { flagArgument } from '../arguments.ts'
import type { Document } from '../bson/document.ts'
import { documentOf, long, NULL } from '../bson/values.ts'
import type { Call } from '../command.ts'
import type { Projection } from '../query/projection.ts'
import type { Stored } from '../storage/collection.ts'
import type { Index } from '../storage/index.ts'
import { keysOf } from '../storage/index-keys.ts'
import type { Stage } from './plan-stage.ts'

/** Makes answers of records, as `returnKey` and `showRecordId` say. */
export function outputOf(call: Call, stage: Stage, project: Projection): (record: Stored) => Document {
  const index = indexOf(stage)
  const content = flagArgument(call, 'returnKey', false)
    ? ({ document }: Stored) => (index ? keyIn(document, index) : documentOf([]))
    : ({ document }: Stored) => project(document)
  if (!flagArgument(call, 'showRecordId', false)) return content
  return (record) => {
    const fields = content(record).fields.map(({ name, value }) => [name, value] as const)
    return documentOf([...fields, ['$recordId', long(BigInt(record.id))]])
  }
}

function indexOf(stage: Stage): Index | undefined {
  return stage.facts.scan?.index ?? stage.inputs.map(indexOf)[0]
}

function keyIn(document: Document, { options }: Index): Document {
  const paths = options.fields.map(({ steps }) => steps)
  const [key] = keysOf(document, paths, () => undefined)
  return documentOf(options.fields.map(({ path }, field) => [path, key?.[field] ?? NULL]))
}

/** `validate`: are a collection and its indexes in step? */
import { namespaceOf } from '../../arguments.ts'
import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import type { Collection } from '../../storage/collection.ts'
import { Index } from '../../storage/index.ts'

export default {
  names: ['validate'],
  fields: {},
  lenient: true,
  run: validate,
} satisfies Command

function validate(call: Call): Reply {
  const ns = namespaceOf(call)
  const collection = call.services.store.find(ns)
  if (!collection) throw new CommandError(26, `Collection '${ns}' does not exist to validate.`)
  const { list } = collection.indexes
  const broken = list.filter((index) => !isInStep(collection, index)).map(({ options }) => options.name)
  const errors = broken.map((name) => `index '${name}' is not in step with the collection`)
  return {
    ns,
    uuid: collection.uuid,
    nInvalidDocuments: 0,
    nNonCompliantDocuments: 0,
    nrecords: collection.size,
    nIndexes: list.length,
    keysPerIndex: Object.fromEntries(list.map(({ options, entries }) => [options.name, entries.size])),
    indexDetails: Object.fromEntries(
      list.map(({ options: { name, specification } }) => [
        name,
        { valid: !broken.includes(name), spec: specification },
      ]),
    ),
    valid: errors.length === 0,
    repaired: false,
    warnings: [],
    errors,
    extraIndexEntries: [],
    missingIndexEntries: [],
    corruptRecords: [],
  }
}

/** Every entry of every document is there, and no others. */
function isInStep(collection: Collection, index: Index): boolean {
  const again = new Index(index.options)
  for (const record of collection.records()) again.add(again.entriesOf(record, record.document))
  const expected = again.entries.walk(() => false)
  for (const { key, record } of index.entries.walk(() => false)) {
    const other = expected.next().value
    if (!other || other.record !== record || index.compare(key, other.key) !== 0) return false
  }
  return expected.next().done === true
}

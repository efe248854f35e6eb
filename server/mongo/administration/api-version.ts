/** The versioned API: clients can bind themselves to it, and are told when they leave it. */
import { TYPE } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { wrongType } from '../wrong-type.ts'

/** Commands of version 1 of the API. */
const API_1 = new Set(
  `abortTransaction aggregate authenticate collMod commitTransaction count create createIndexes delete drop dropDatabase
  dropIndexes endSessions explain find findAndModify getMore hello insert killCursors listCollections listDatabases
  listIndexes ping refreshSessions saslContinue saslStart testDeprecation testDeprecationInVersion2 testRemoval
  testVersions1And2 update`.split(/\s+/),
)

/** Stages that no version of the API has; `$collStats` has one that may: to count. */
const NEVER_IN_API_1 = new Set(
  `$collStats $currentOp $indexStats $listLocalSessions $listSearchIndexes $listSessions $planCacheStats $search
  $searchMeta $vectorSearch`.split(/\s+/),
)

/** Fields of commands that aren't part of the API. */
const UNSTABLE: Record<string, readonly string[]> = {
  find: 'max min noCursorTimeout oplogReplay returnKey showRecordId tailable awaitData'.split(' '),
  create: 'autoIndexId capped size max storageEngine indexOptionDefaults'.split(' '),
}

/** Checks `apiVersion`, `apiStrict` and `apiDeprecationErrors`. Throws mongod's own errors. */
export function checkApi(value: Value, call: Call, name: string): void {
  if (name === 'apiVersion') checkVersion(value, call)
  else checkFlag(value, call, name)
}

function checkVersion(value: Value, { name }: Call): void {
  if (value.type !== TYPE.string) throw wrongType(`${name}.apiVersion`, value, 'string')
  if (value.text === '2') throw new CommandError(322, 'Cannot accept API version 2')
  if (value.text !== '1') throw new CommandError(322, 'API version must be "1"')
}

function checkFlag(value: Value, call: Call, name: string): void {
  const { name: command, body } = call
  if (value.type !== TYPE.bool) throw wrongType(`${command}.${name}`, value, 'bool')
  if (!body.get('apiVersion')) {
    throw new CommandError(
      4886600,
      'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion',
    )
  }
  if (!value.boolean) return
  if (name === 'apiStrict') checkStrict(call)
  else if (command === 'testDeprecation') throw outside(324, `${name}:true`, command, 'deprecated')
}

function checkStrict({ name, body }: Call): void {
  if (!API_1.has(name)) throw outside(323, 'apiStrict:true', name, 'not')
  const field = UNSTABLE[name]?.find((one) => body.get(one))
  if (field) throw new CommandError(323, `BSON field '${field}' is not allowed with apiStrict:true.`)
  const pipeline = name === 'aggregate' ? body.get('pipeline') : undefined
  for (const stage of pipeline?.isArray ? pipeline.elements : []) {
    if (stage.isDocument) checkStage(stage.document)
  }
}

function checkStage({ fields: [stage] }: Document): void {
  if (!stage) return
  const options = stage.value.isDocument ? stage.value.document.fields : []
  const counts = stage.name === '$collStats' && options.every(({ name }) => name === 'count')
  if (counts || !NEVER_IN_API_1.has(stage.name)) return
  throw new CommandError(323, `${stage.name} is not allowed with 'apiStrict: true' in API Version 1`)
}

function outside(code: number, option: string, command: string, how: string): CommandError {
  const problem = `Provided ${option}, but the command ${command} is ${how} in API Version 1.`
  return new CommandError(
    code,
    `${problem} Information on supported commands and migrations in API Version 1 can be found at https://dochub.mongodb.org/core/manual-versioned-api.`,
  )
}

/** The versioned API: clients can bind themselves to it, and are told when they leave it. */
import { TYPE } from '../bson/bson-type.ts'
import type { Value } from '../bson/document.ts'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { wrongType } from '../wrong-type.ts'

/** Commands of version 1 of the API. */
const API_1 = new Set(
  `abortTransaction aggregate authenticate collMod commitTransaction count create createIndexes delete drop dropDatabase
  dropIndexes endSessions explain find findAndModify getMore hello insert killCursors listCollections listDatabases
  listIndexes ping refreshSessions saslContinue saslStart update`.split(/\s+/),
)

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

function checkFlag(value: Value, { name: command, body }: Call, name: string): void {
  if (value.type !== TYPE.bool) throw wrongType(`${command}.${name}`, value, 'bool')
  if (!body.get('apiVersion')) {
    throw new CommandError(
      4886600,
      'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion',
    )
  }
  if (name !== 'apiStrict' || !value.boolean || API_1.has(command)) return
  const more = 'Information on supported commands and migrations in API Version 1 can be found at'
  throw new CommandError(
    323,
    `Provided apiStrict:true, but the command ${command} is not in API Version 1. ${more} https://dochub.mongodb.org/core/manual-versioned-api.`,
  )
}

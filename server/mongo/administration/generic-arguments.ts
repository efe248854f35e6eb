/** What is wrong with a session, a concern, a limit or a version of the API that a client sent with a command. */
import { RANK, TYPE, typeName } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Call } from '../command.ts'
import { badValue, CommandError } from '../command-error.ts'
import { isUuid } from '../session.ts'
import { NUMBERS, wrongType } from '../wrong-type.ts'
import { checkApi } from './api-version.ts'

type Check = (value: Value, call: Call, name: string) => void

const MAX_INT = 2_147_483_647

const CHECKS: Record<string, Check> = {
  lsid: checkSession,
  txnNumber: refuseTransaction,
  autocommit: checkAutocommit,
  startTransaction: checkAutocommit,
  stmtId: refuseStatement,
  maxTimeMS: checkMaxTime,
  readConcern: checkReadConcern,
  writeConcern: checkWriteConcern,
  apiVersion: checkApi,
  apiStrict: checkApi,
  apiDeprecationErrors: checkApi,
  $readPreference: expectObject,
  $clusterTime: expectObject,
}

/** Throws mongod's error for a generic argument that a standalone server doesn't take. */
export function checkGenericArgument(value: Value, call: Call, name: string): void {
  CHECKS[name]!(value, call, name)
}

function expectObject(value: Value, { name: command }: Call, name: string): void {
  if (!value.isDocument) throw wrongType(`${command}.${name}`, value, 'object')
}

function checkSession(value: Value): void {
  if (!value.isDocument) throw wrongType('OperationSessionInfo.lsid', value, 'object')
  const id = value.document.get('id')
  if (!id) {
    throw new CommandError(40414, "BSON field 'OperationSessionInfo.lsid.id' is missing but a required field")
  }
  if (isUuid(id)) return
  if (id.type !== TYPE.binData) throw wrongType('OperationSessionInfo.lsid.id', id, 'binData')
  throw new CommandError(207, 'uuid must be a 16-byte binary field with UUID (4) subtype')
}

function refuseTransaction(value: Value, { body }: Call): void {
  if (value.type !== TYPE.long) throw wrongType('OperationSessionInfo.txnNumber', value, 'long')
  if (!body.get('lsid')) {
    throw new CommandError(72, 'Transaction number requires a session ID to also be specified')
  }
  refuseStatement()
}

function refuseStatement(): never {
  throw new CommandError(20, 'Transaction numbers are only allowed on a replica set member or mongos')
}

function checkAutocommit(value: Value, { body }: Call, name: string): void {
  if (value.type !== TYPE.bool) throw wrongType(`OperationSessionInfo.${name}`, value, 'bool')
  if (body.get('txnNumber')) return
  if (name === 'startTransaction') {
    throw new CommandError(72, "'startTransaction' field requires 'autocommit' field to also be specified")
  }
  throw new CommandError(72, "'autocommit' field requires a transaction number to also be specified")
}

function checkMaxTime(value: Value): void {
  if (value.rank !== RANK.number) throw badValue('maxTimeMS must be a number')
  const time = toNumber(value)
  if (!(time >= 0 && time <= MAX_INT)) {
    throw badValue(`${Math.trunc(time)} value for maxTimeMS is out of range [0, ${MAX_INT}]`)
  }
  if (!Number.isInteger(time)) throw badValue('maxTimeMS has non-integral value')
}

const READ_CONCERN = new Set(['level', 'provenance', 'afterClusterTime', 'afterOpTime', 'atClusterTime'])
const LEVELS = new Set(['local', 'available', 'majority'])

function checkReadConcern(value: Value, { name }: Call): void {
  if (!value.isDocument) throw wrongType(`${name}.readConcern`, value, 'object')
  const concern = value.document
  checkNames(concern, READ_CONCERN, 'readConcern')
  const level = concern.get('level')
  if (level && level.type !== TYPE.string) throw wrongType('readConcern.level', level, 'string')
  if (level?.text === 'linearizable') throw notReplicated('read concern')
  if (level?.text === 'snapshot') throw notReplicated('readConcern: snapshot')
  if (level && !LEVELS.has(level.text)) {
    throw badValue(`Enumeration value '${level.text}' for field 'readConcern.level' is not a valid value.`)
  }
  if (concern.get('afterClusterTime')) {
    throw new CommandError(20, 'Cannot specify afterClusterTime readConcern without replication enabled')
  }
}

function notReplicated(what: string): CommandError {
  return new CommandError(123, `node needs to be a replica set member to use ${what}`)
}

const WRITE_CONCERN = new Set(['w', 'j', 'wtimeout', 'fsync', 'provenance'])

function checkWriteConcern(value: Value, { name }: Call): void {
  if (!value.isDocument) throw wrongType(`${name}.writeConcern`, value, 'object')
  const concern = value.document
  checkNames(concern, WRITE_CONCERN, 'writeConcern')
  const w = concern.get('w')
  if (w?.type === TYPE.string) checkWriteMode(w.text)
  else if (w?.rank === RANK.number) checkWriteCount(toNumber(w))
  else if (w && !w.isDocument)
    throw new CommandError(9, `w has to be a number, string, or object; found: ${typeName(w.type)}`)
  for (const flag of ['j', 'fsync']) checkFlag(`writeConcern.${flag}`, concern.get(flag))
  if (isTrue(concern.get('j')) && isTrue(concern.get('fsync'))) {
    throw new CommandError(9, 'fsync and j options cannot be used together')
  }
}

function checkWriteMode(mode: string): void {
  if (mode === 'majority') return
  throw badValue(`cannot use non-majority 'w' mode "${mode}" when a host is not a member of a replica set`)
}

function checkWriteCount(count: number): void {
  if (!(count >= 0 && count <= 50)) {
    throw new CommandError(9, `w has to be a non-negative number and not greater than 50; found: ${count}`)
  }
  if (count > 1) throw badValue("cannot use 'w' > 1 when a host is not replicated")
}

function checkNames(document: Document, known: ReadonlySet<string>, path: string): void {
  const unknown = document.fields.find(({ name }) => !known.has(name))
  if (unknown) throw new CommandError(40415, `BSON field '${path}.${unknown.name}' is an unknown field.`)
}

function checkFlag(path: string, value: Value | undefined): void {
  if (!value || value.type === TYPE.bool || value.rank === RANK.number) return
  throw wrongType(path, value, 'bool', ...NUMBERS)
}

function isTrue(value: Value | undefined): boolean {
  if (!value) return false
  return value.type === TYPE.bool ? value.boolean : toNumber(value) !== 0
}

/**
 * What every command may carry beside its own fields: sessions, concerns, limits, versions. The core knows what
 * ordinary clients send; whatever else it is, a part tells what is wrong with it.
 */
import { RANK, TYPE } from './bson/bson-type.ts'
import type { Value } from './bson/document.ts'
import { toNumber } from './bson/numbers.ts'
import type { Call } from './command.ts'
import { isBetween, isDocument, isFlag, isOrdinary, type Ordinary, textOf } from './ordinary.ts'
import { able } from './part.ts'
import { isUuid } from './session.ts'

const MAX_INT = 2_147_483_647

const never = () => false

const READ_CONCERN: Ordinary = { level: (level) => /^(local|available|majority)$/.test(textOf(level)) }
const isFew = isBetween(0, 1)
const WRITE_CONCERN: Ordinary = {
  w: (w) => textOf(w) === 'majority' || isFew(w),
  j: isFlag,
  wtimeout: isBetween(0, MAX_INT),
}

/** Whether the value is one that a standalone server takes without a question. */
const ORDINARY: Ordinary = {
  lsid: (value) => value.isDocument && isSession(value.document.get('id')),
  maxTimeMS: (value) => value.rank === RANK.number && isTime(toNumber(value)),
  readConcern: (value) => value.isDocument && isOrdinary(value.document, READ_CONCERN),
  writeConcern: (value) => value.isDocument && isOrdinary(value.document, WRITE_CONCERN),
  $readPreference: isDocument,
  $clusterTime: isDocument,
  txnNumber: never,
  autocommit: never,
  startTransaction: never,
  stmtId: never,
  apiVersion: never,
  apiStrict: never,
  apiDeprecationErrors: never,
}

/** Throws mongod's error for a generic argument that a standalone server doesn't take. */
export function checkGenericArguments(call: Call): void {
  for (const { name, value } of call.body.fields) {
    if (!Object.hasOwn(ORDINARY, name) || value.type === TYPE.null || ORDINARY[name]!(value)) continue
    able(call.services.abilities, 'genericArgument')(value, call, name)
  }
}

/** The limit that the client sets to a command, in ms; undefined if none. */
export function maxTime({ body }: Call): number | undefined {
  const value = body.get('maxTimeMS')
  return value?.rank === RANK.number ? toNumber(value) || undefined : undefined
}

function isSession(id: Value | undefined): boolean {
  return id !== undefined && isUuid(id)
}

function isTime(time: number): boolean {
  return Number.isInteger(time) && time >= 0 && time <= MAX_INT
}

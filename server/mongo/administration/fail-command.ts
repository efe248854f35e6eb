/** The fail point `failCommand`: which commands it hits, and what happens to them. */
import { TYPE } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Call, Client, Command } from '../command.ts'
import { CommandError, Hangup } from '../command-error.ts'
import { maxTime } from '../generic-arguments.ts'
import { Wait } from '../wait.ts'

const FAILED = "Failing command via 'failCommand' failpoint"

/** Commands whose reply can say that the write concern wasn't met. */
const WRITES = new Set(
  `aggregate collMod create createIndexes delete drop dropDatabase dropIndexes findAndModify findandmodify insert
  renameCollection update`.split(/\s+/),
)

/** Gives the data of a fail point if it strikes now. */
export type Strike = (name: string, isMeant: (data: Document) => boolean) => Document | undefined

/** Runs a command as the fail points let it. */
export function underFailPoints(
  call: Call,
  command: Command,
  execute: () => Reply | Wait,
  strike: Strike,
): Reply | Wait {
  const { now } = call.services
  const limit = call.name === 'getMore' ? undefined : maxTime(call)
  if (limit && strike('maxTimeAlwaysTimeOut', () => true)) throw timeIsUp()
  const data = strike('failCommand', (data) => isHit(data, call, command) && hasEffect(data))
  const finish = () => withWriteConcernFailure(execute(), call, command, strike)
  if (!data) return finish()
  const go = () => {
    fail(data)
    return finish()
  }
  if (!isTrue(data.get('blockConnection'))) return go()
  const time = blockTime(data)
  if (limit === undefined || limit > time) return new Wait(now() + time, (last) => (last ? go() : undefined))
  return new Wait(now() + limit, (last) => {
    if (last) throw timeIsUp()
    return undefined
  })
}

function timeIsUp(): CommandError {
  return new CommandError(50, 'operation exceeded time limit')
}

/** What the fail point adds to the reply of a command that writes. */
function withWriteConcernFailure(
  found: Reply | Wait,
  call: Call,
  command: Command,
  strike: Strike,
): Reply | Wait {
  if (found instanceof Wait || !WRITES.has(call.name)) return found
  const data = strike(
    'failCommand',
    (data) => data.get('writeConcernError') !== undefined && isHit(data, call, command),
  )
  return data ? { ...found, writeConcernError: data.get('writeConcernError')!, ...labels(data) } : found
}

/** Throws what the data of a fail point order. */
export function fail(data: Document): void {
  if (isTrue(data.get('closeConnection'))) throw new Hangup(FAILED)
  const code = data.get('errorCode')
  if (code) throw new CommandError(toNumber(code), FAILED, labels(data))
}

function labels(data: Document): Reply {
  const given = data.get('errorLabels')
  return given?.isArray && given.elements.length > 0 ? { errorLabels: given } : {}
}

function hasEffect(data: Document): boolean {
  return (
    data.get('errorCode') !== undefined ||
    ['closeConnection', 'blockConnection'].some((name) => isTrue(data.get(name)))
  )
}

function isHit(data: Document, call: Call, { names }: Command): boolean {
  if (call.name === 'configureFailPoint') return false
  const appName = textOf(data.get('appName'))
  if (appName !== undefined && appName !== clientName(call.client)) return false
  const namespace = textOf(data.get('namespace'))
  if (namespace !== undefined && namespace !== `${call.database}.${textOf(call.body.fields[0]!.value)}`)
    return false
  if (data.get('failAllCommands')) return true
  const hit = data.get('failCommands')
  return hit?.isArray === true && hit.elements.some((name) => names.includes(textOf(name) ?? ''))
}

/** What the client calls its application. */
export function clientName(client: Client): string | undefined {
  const application = client.metadata?.get('application')
  return application?.isDocument ? textOf(application.document.get('name')) : undefined
}

function blockTime(data: Document): number {
  const time = data.get('blockTimeMS')
  if (!time) throw new CommandError(72, "must specify 'blockTimeMS' when 'blockConnection' is true")
  const ms = toNumber(time)
  if (ms >= 0) return ms
  throw new CommandError(72, "'blockTimeMS' must be non-negative")
}

function isTrue(value: Value | undefined): boolean {
  return value?.type === TYPE.bool && value.boolean
}

function textOf(value: Value | undefined): string | undefined {
  return value?.type === TYPE.string ? value.text : undefined
}

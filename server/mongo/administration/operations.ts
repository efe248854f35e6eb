/** What is going on in the server, as `currentOp` and `$currentOp` tell it. */

import type { Document } from '../bson/document.ts'
import { encode, type Reply } from '../bson/encode.ts'
import type { Call, Client } from '../command.ts'
import { clientName } from './fail-command.ts'

/** One document for each command under way, the asking one first; with `all`, idle connections too. */
export function operations(call: Call, all: boolean): Document[] {
  const { clients, counters, now } = call.services
  const own = describe(
    { ...call.client, operation: { id: counters.operations, call, since: now(), killed: false } },
    call,
  )
  const others = [...clients.values()].filter(
    ({ id, operation }) => id !== call.client.id && (all || operation),
  )
  return [own, ...others.map((client) => describe(client, call))]
}

const KINDS: Record<string, string> = {
  find: 'query',
  getMore: 'getmore',
  insert: 'insert',
  update: 'update',
  delete: 'remove',
}

function describe(client: Client, { services }: Call): Document {
  const { id, address, metadata, operation } = client
  const appName = clientName(client)
  return encode({
    type: 'op',
    host: services.host,
    desc: `conn${id}`,
    connectionId: id,
    client: address,
    ...(appName !== undefined && { appName }),
    ...(metadata && { clientMetadata: metadata }),
    active: operation !== undefined,
    currentOpTime: new Date(services.now()).toISOString(),
    ...(operation && underWay(operation, services.now())),
  })
}

function underWay({ id, call, since, killed }: NonNullable<Client['operation']>, now: number): Reply {
  const { name, database, body } = call
  const collection = body.get(name === 'getMore' ? 'collection' : name)
  const lsid = body.get('lsid')
  return {
    opid: id,
    ...(lsid && { lsid }),
    secs_running: BigInt(Math.floor((now - since) / 1000)),
    microsecs_running: BigInt((now - since) * 1000),
    op: KINDS[name] ?? 'command',
    ns: `${database}.${collection?.type === 2 ? collection.text : '$cmd'}`,
    command: body,
    ...(killed && { killPending: true }),
    numYields: 0,
  }
}

import { UUID } from 'bson'
import { describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, body, opMsg, testServer } from '../../support/wire.ts'

const admin = (server: MongoServer, command: object) => ask(server, command, { db: 'admin' })

/** A client whose ping waits 100 ms. */
function blocked(server: MongoServer) {
  const data = { failCommands: ['ping'], blockConnection: true, blockTimeMS: 100 }
  admin(server, { configureFailPoint: 'failCommand', mode: { times: 1 }, data })
  const connection = server.connect('10.0.0.7:1234')
  connection.receive(opMsg({ hello: 1, client: { application: { name: 'patient' }, driver: { name: 'd' } } }))
  connection.receive(opMsg({ ping: 1, comment: 'wait' }))
  return connection
}

interface Operation {
  opid: number
  [name: string]: unknown
}

describe('currentOp and killOp', () => {
  it('show a command that waits, and itself', () => {
    let now = 5000
    const server = testServer(() => now)
    const connection = blocked(server)
    now += 40
    const { inprog } = admin(server, { currentOp: 1 }) as unknown as { inprog: Operation[] }
    expect(inprog).toHaveLength(2)
    expect(inprog[0]).toMatchObject({ command: { currentOp: 1 }, active: true })
    expect(inprog[1]).toMatchObject({
      connectionId: connection.id,
      client: '10.0.0.7:1234',
      appName: 'patient',
      clientMetadata: { driver: { name: 'd' } },
      op: 'command',
      ns: 'worldcup.$cmd',
      microsecs_running: 40_000,
      command: { ping: 1, comment: 'wait' },
    })
  })

  it('list only what meets the conditions, and idle connections if asked', () => {
    const server = testServer()
    blocked(server)
    const meant = admin(server, { currentOp: 1, 'command.comment': 'wait' })
    expect(meant.inprog).toHaveLength(1)
    server.connect()
    const all = admin(server, { currentOp: 1, $all: true, active: false }) as unknown as {
      inprog: Operation[]
    }
    expect(all.inprog.length).toBeGreaterThan(0)
    expect(all.inprog.every((operation) => operation.opid === undefined)).toBe(true)
  })

  it('interrupt it', () => {
    const server = testServer()
    const connection = blocked(server)
    const { inprog } = admin(server, { currentOp: 1, appName: 'patient' }) as unknown as {
      inprog: Operation[]
    }
    expect(admin(server, { killOp: 1, op: inprog[0]!.opid })).toEqual({
      info: 'attempting to kill op',
      ok: 1,
    })
    const due = server.due()
    expect(due.map(({ connection }) => connection)).toEqual([connection.id])
    expect(body(due[0]!.bytes)).toMatchObject({
      code: 11601,
      codeName: 'Interrupted',
      errmsg: 'operation was interrupted',
    })
    expect(body(connection.receive(opMsg({ ping: 1 })).replies[0]!)).toEqual({ ok: 1 })
  })

  it('answer the same for operations there are not', () => {
    expect(admin(testServer(), { killOp: 1, op: 999 })).toMatchObject({
      info: 'attempting to kill op',
      ok: 1,
    })
    expect(admin(testServer(), { killOp: 1 })).toMatchObject({ code: 4, codeName: 'NoSuchKey' })
  })
})

describe('serverStatus', () => {
  it('counts connections, bytes, operations and cursors', () => {
    let now = 5000
    const server = testServer(() => now)
    const client = server.connect()
    client.receive(opMsg({ insert: 'teams' }, { sequences: { documents: [{ _id: 1 }, { _id: 2 }] } }))
    client.receive(opMsg({ find: 'teams', batchSize: 1 }))
    now += 2500
    expect(admin(server, { serverStatus: 1 })).toMatchObject({
      host: 'localhost:27017',
      version: '7.0.14',
      process: 'mongod',
      pid: 1,
      uptime: 2,
      uptimeMillis: 2500,
      localTime: new Date(7500),
      connections: { current: 2, totalCreated: 2, active: 1 },
      network: { numRequests: 3 },
      opcounters: { insert: 2, query: 1, update: 0, delete: 0, getmore: 0, command: 1 },
      metrics: { cursor: { open: { total: 1, pinned: 0, noTimeout: 0 } } },
      storageEngine: { name: 'memory' },
      ok: 1,
    })
  })
})

describe('what a standalone server says of itself', () => {
  const answers: [command: object, reply: object][] = [
    [{ whatsmyuri: 1 }, { you: '127.0.0.1:0' }],
    [{ connectionStatus: 1 }, { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }],
    [{ hostInfo: 1 }, { system: { hostname: 'localhost:27017' } }],
    [{ getCmdLineOpts: 1 }, { parsed: { net: { port: 27017 } } }],
    [{ getLog: '*' }, { names: ['global', 'startupWarnings'] }],
    [{ getLog: 'startupWarnings' }, { log: [] }],
    [{ usersInfo: 1 }, { users: [] }],
    [{ logout: 1 }, { ok: 1 }],
    [{ profile: -1 }, { was: 0 }],
    [
      { getParameter: 1, featureCompatibilityVersion: 1 },
      { featureCompatibilityVersion: { version: '7.0' } },
    ],
    [{ getParameter: '*' }, { enableTestCommands: true, logLevel: 0 }],
    [{ listCommands: 1 }, { commands: { ping: { adminOnly: false }, killOp: { adminOnly: true } } }],
    [{ startSession: 1 }, { timeoutMinutes: 30 }],
    [{ refreshSessions: [] }, { ok: 1 }],
    [{ endSessions: [] }, { ok: 1 }],
  ]
  it.each(answers)('answers %j', (command, reply) => {
    expect(admin(testServer(), command)).toMatchObject({ ok: 1, ...reply })
  })

  it('changes the few settings that can be changed', () => {
    const server = testServer()
    expect(admin(server, { setParameter: 1, logLevel: 2 })).toMatchObject({ was: 0 })
    expect(admin(server, { getParameter: 1, logLevel: 1 })).toMatchObject({ logLevel: 2 })
  })

  const lsid = { id: 'not a UUID' }
  const refused: [command: object, code: number, errmsg: string | RegExp][] = [
    [{ replSetGetStatus: 1 }, 76, 'not running with --replSet'],
    [{ getDefaultRWConcern: 1 }, 51300, "'getDefaultRWConcern' is not supported on standalone nodes."],
    [{ commitTransaction: 1 }, 125, 'commitTransaction must be run within a transaction'],
    [{ atlasVersion: 1 }, 59, "no such command: 'atlasVersion'"],
    [{ saslStart: 1, mechanism: 'SCRAM-SHA-256' }, 18, 'Authentication failed.'],
    [{ getParameter: 1, nonsense: 1 }, 72, 'no option found to get'],
    [{ setParameter: 1, nonsense: 1 }, 72, /unrecognized parameter/],
    [{ setParameter: 1, requireApiVersion: true }, 20, /not allowed to change/],
    [{ getLog: 'rs' }, 96, "No log named 'rs'"],
    [{ profile: 2 }, 238, /profiler/],
    [{ ping: 1, lsid }, 14, /OperationSessionInfo\.lsid\.id' is the wrong type 'string'/],
    [{ ping: 1, maxTimeMS: -1 }, 2, '-1 value for maxTimeMS is out of range [0, 2147483647]'],
    [{ ping: 1, maxTimeMS: 2 ** 31 }, 2, /out of range/],
    [{ ping: 1, maxTimeMS: 1.5 }, 2, 'maxTimeMS has non-integral value'],
    [{ ping: 1, maxTimeMS: 'x' }, 2, 'maxTimeMS must be a number'],
    [{ ping: 1, readConcern: { level: 'snapshot' } }, 123, /readConcern: snapshot/],
    [
      { ping: 1, readConcern: { level: 'linearizable' } },
      123,
      'node needs to be a replica set member to use read concern',
    ],
    [{ ping: 1, readConcern: { level: 'x' } }, 2, /Enumeration value 'x'/],
    [{ ping: 1, readConcern: { x: 1 } }, 40415, /readConcern\.x/],
    [{ ping: 1, readConcern: 1 }, 14, /expected type 'object'/],
    [{ ping: 1, writeConcern: { w: 2 } }, 2, "cannot use 'w' > 1 when a host is not replicated"],
    [{ ping: 1, writeConcern: { w: 'dc' } }, 2, /cannot use non-majority 'w' mode "dc"/],
    [{ ping: 1, writeConcern: { w: 51 } }, 9, /not greater than 50/],
    [{ ping: 1, writeConcern: { w: null, j: 'x' } }, 9, /w has to be/],
    [{ ping: 1, writeConcern: { j: true, fsync: true } }, 9, /fsync and j/],
    [{ ping: 1, apiVersion: '2' }, 322, 'Cannot accept API version 2'],
    [{ ping: 1, apiVersion: 'x' }, 322, 'API version must be "1"'],
    [{ ping: 1, apiStrict: true }, 4886600, /without passing apiVersion/],
    [{ listCommands: 1, apiVersion: '1', apiStrict: true }, 323, /listCommands is not in API Version 1\./],
    [{ ping: 1, autocommit: false }, 72, /requires a transaction number/],
  ]
  it.each(refused)('refuses %j', (command, code, errmsg) => {
    expect(admin(testServer(), command)).toMatchObject({
      ok: 0,
      code,
      errmsg: typeof errmsg === 'string' ? errmsg : expect.stringMatching(errmsg),
    })
  })

  it('takes concerns, sessions and versions that it can honour', () => {
    const lsid = { id: new UUID() }
    const command = {
      ping: 1,
      lsid,
      maxTimeMS: 5,
      apiVersion: '1',
      apiStrict: true,
      apiDeprecationErrors: true,
    }
    const concerns = {
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', wtimeout: 5, j: true },
    }
    expect(admin(testServer(), { ...command, ...concerns })).toEqual({ ok: 1 })
  })

  it('refuses transactions', () => {
    const transaction = { lsid: { id: new UUID() }, txnNumber: 1n, startTransaction: true, autocommit: false }
    const refusal = {
      code: 20,
      codeName: 'IllegalOperation',
      errmsg: 'Transaction numbers are only allowed on a replica set member or mongos',
    }
    expect(ask(testServer(), { find: 'teams', ...transaction })).toMatchObject(refusal)
    expect(
      ask(testServer(), { insert: 'teams', documents: [{}], lsid: transaction.lsid, txnNumber: 1n }),
    ).toMatchObject(refusal)
    expect(ask(testServer(), { find: 'teams', txnNumber: 1n })).toMatchObject({ code: 72 })
  })

  it('takes what a client says of itself only once', () => {
    const connection = testServer().connect()
    const hello = opMsg({ hello: 1, client: { driver: { name: 'd' } } })
    expect(body(connection.receive(hello).replies[0]!)).toMatchObject({ ok: 1 })
    expect(body(connection.receive(hello).replies[0]!)).toMatchObject({ code: 186 })
  })
})

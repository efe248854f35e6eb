/** A deployment that `MONGODB_URI` names, with TLS and a login before it: what guests get, and what nobody sees. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Mongod, startMongod } from '../../../../server/runtime/node/database/mongod.ts'
import { bundleFolder } from '../../../support/bundle.ts'
import { type Certificates, makeCertificates } from '../../../support/certificates.ts'
import { Command } from '../../../support/command.ts'
import { type Gate, type GateOptions, openGate } from '../../../support/mongo-gate.ts'
import { type NodeRuntime, openNodeRuntime } from '../../../support/node-runtime.ts'
import { eventsOf } from '../../../support/runs.ts'
import { endOf, findTeam } from '../../../support/simulated.ts'

const LOGIN = { username: 'ada', password: 'pass@word/1' }

let folder: string
let certificates: Certificates
let mongod: Mongod
let gate: Gate
let runtime: NodeRuntime | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  certificates = makeCertificates(folder)
})

beforeEach(async () => {
  const bundle = join(await bundleFolder(), 'mongod-main.mjs')
  mongod = await startMongod({ bundle, seed: [] })
})

afterEach(async () => {
  await runtime?.close()
  runtime = undefined
  await gate?.close()
  await mongod.stop()
  vi.unstubAllEnvs()
})

afterAll(() => rm(folder, { recursive: true }))

/** Opens a gate to the mongod and names it. */
async function behind(options: Omit<GateOptions, 'upstream'>, uri: (port: number) => string): Promise<void> {
  gate = await openGate({ ...options, upstream: mongod.port })
  vi.stubEnv('MONGODB_URI', uri(gate.port))
}

const secured = (port: number) =>
  `mongodb://ada:pass%40word%2F1@localhost:${port}/?authMechanism=SCRAM-SHA-256&tls=true&tlsCAFile=${certificates.authority}`

const run = (...request: Parameters<typeof findTeam>) => eventsOf(runtime!.runner.run(findTeam(...request)))

describe('through TLS and a login', () => {
  beforeEach(() => behind({ certificates, login: LOGIN }, secured))

  test('the database is seeded where nothing is, named without the user, and serves guests', async () => {
    runtime = await openNodeRuntime()
    expect(runtime.database.backend).toBe(`our own mongod 7.0.14 at localhost:${gate.port}`)
    expect(runtime.said).toContain('worldcup.matches was empty: 64 documents are put into it')
    const before = gate.logins()
    expect(endOf(await run('callbacks'))).toMatchObject({ reason: 'answered' })
    expect(gate.logins()).toBeGreaterThan(before)
  })

  test('what somebody else has in it stays', async () => {
    const client = await MongoClient.connect(`mongodb://127.0.0.1:${mongod.port}`)
    const matches = client.db('worldcup').collection<{ _id: number }>('matches')
    await matches.insertOne({ _id: 4711 })
    runtime = await openNodeRuntime()
    expect(runtime.said).toContain('worldcup.matches has other documents already: it is left as it is')
    expect(await matches.find().toArray()).toEqual([{ _id: 4711 }])
    await client.close()
  })

  test('a run ends when it is out of reach, and the next one finds it again', async () => {
    runtime = await openNodeRuntime()
    const { port } = gate
    let broken: Promise<void> | undefined
    const waiting = eventsOf(runtime.runner.run(findTeam('callbacks', { latency: 3000 })), ({ kind }) => {
      if (kind === 'command-served') broken ??= gate.close()
    })
    const { reason, message } = endOf(await waiting)
    expect({ reason, message }).toMatchObject({
      reason: 'failed',
      message: `the database is gone (localhost:${port} can't be reached): the next run gets a new one`,
    })
    await broken
    gate = await openGate({ certificates, login: LOGIN, upstream: mongod.port }, port)
    expect(endOf(await run('callbacks'))).toMatchObject({ reason: 'answered' })
  })
})

test('a wrong password is said at once, and shown to nobody', async () => {
  await behind(
    { login: LOGIN },
    (port) => `mongodb://ada:hunter2@127.0.0.1:${port}/?authMechanism=SCRAM-SHA-256`,
  )
  const command = new Command('demo', 'find-team', 'callbacks', '--runtime', 'node')
  expect(await command.exitCode()).toBe(1)
  expect(command.out).toContain(
    "there is no database: the deployment of MONGODB_URI can't be used: Authentication failed.",
  )
  expect(command.out + command.err).not.toMatch(/ada|hunter2/)
})

test.each([
  [
    'a certificate nobody vouches for',
    'mongodb://localhost:PORT/?tls=true&serverSelectionTimeoutMS=500',
    /certificate/,
  ],
  [
    'a login by certificate',
    'mongodb://localhost:PORT/?authMechanism=MONGODB-X509&tls=true',
    /a login by MONGODB-X509/,
  ],
  ['a load balancer', 'mongodb://localhost:PORT/?loadBalanced=true', /a load balancer: programs here can't/],
  [
    'no connection string',
    'mongodb://ada:hun/ter@x:PORT',
    /^none: MONGODB_URI is no connection string: write mongodb:\/\/user/,
  ],
  [
    'an option there is not',
    'mongodb://ada:hunter2@x:PORT/?nonsense=1&tls=true',
    /^none: MONGODB_URI has an option that the driver doesn't take so: nonsense$/,
  ],
  [
    'an option with an impossible value',
    'mongodb://ada:hunter2@x:PORT/?maxPoolSize=hunter2',
    /^none: MONGODB_URI has an option that the driver doesn't take so: maxPoolSize$/,
  ],
  [
    'what looks like an option in a password that is written wrongly',
    'mongodb://ada:pass@x/?hun=1@x:PORT/',
    /^none: MONGODB_URI is no connection string: /,
  ],
])('%s is refused in one line', async (_what, uri, message) => {
  await behind({ certificates }, (port) => uri.replace('PORT', String(port)))
  runtime = await openNodeRuntime()
  expect(runtime.database.backend).toMatch(/^none: /)
  expect(runtime.database.backend).toMatch(message)
  expect(runtime.database.backend).not.toMatch(/hun|ter@|\n/)
})

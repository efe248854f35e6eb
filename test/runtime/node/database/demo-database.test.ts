/** Which database a process gets, and what becomes of it when it goes away. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { freshFolder } from '../../../../server/build-cache.mjs'
import { DemoDatabase } from '../../../../server/runtime/node/database/demo-database.ts'
import type { Mongod } from '../../../../server/runtime/node/database/mongod.ts'
import { children, processesNaming } from '../../../support/leaks.ts'
import { buildMongod, type MongodBinary } from '../../../support/mongod-binary.ts'
import { bundledEntries } from '../../../support/node-runtime.ts'

const SEED = [{ db: 'a', collection: 'b', docs: [{ _id: 1 }, { _id: 2 }] }]

let folder: string
let binary: MongodBinary
let bundle: URL
let database: DemoDatabase | undefined
let said: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  binary = await buildMongod()
  bundle = await bundledEntries()
})

afterEach(async () => {
  await database?.close()
  database = undefined
  vi.unstubAllEnvs()
})

afterAll(async () => {
  await binary.remove()
  await rm(folder, { recursive: true })
})

/** Starts the database of this process, and waits for it. */
async function open({ from = bundle, start }: { from?: URL; start?: () => Promise<Mongod> } = {}) {
  said = []
  database = new DemoDatabase({ bundle: from, seed: SEED, say: (line) => said.push(line) }, start)
  await database.started()
  return database
}

/** An executable file with these lines. */
async function script(name: string, ...lines: string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 })
  return path
}

/** An executable that runs our mongod, as this version. */
async function mongodOfVersion(version: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const other = await freshFolder()
  await cp(dirname(binary.mongod), other, { recursive: true })
  for (const name of await readdir(other)) {
    const text = await readFile(join(other, name), 'utf8')
    await writeFile(join(other, name), text.replaceAll('7.0.14', version))
  }
  const path = await script('mongod', `exec '${process.execPath}' '${join(other, 'mongod.mjs')}' "$@"`)
  return { path, remove: () => rm(other, { recursive: true }) }
}

/** What the database holds, for a client of its own. */
async function stored({ port }: { port: number }): Promise<unknown[]> {
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${port}`)
  try {
    return await client.db('a').collection('b').find().toArray()
  } finally {
    await client.close()
  }
}

describe('a mongod that MONGOMS_SYSTEM_BINARY names', () => {
  test('is used, and called by the version that it tells', async () => {
    const { path, remove } = await mongodOfVersion('9.8.7')
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', path)
    const { backend } = await open()
    expect(backend).toBe(`our own mongod 9.8.7 (${path})`)
    expect(said).toEqual([])
    expect(await stored(await database!.endpoint())).toHaveLength(2)
    await database?.close()
    expect(await processesNaming(path)).toEqual([])
    await remove()
  })

  test('is passed over if it is not there', async () => {
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', '/nowhere/mongod')
    expect((await open()).backend).toBe('our own mongod 7.0.14')
    expect(said).toEqual(['MONGOMS_SYSTEM_BINARY names no mongod: /nowhere/mongod does not exist'])
  })

  test('is passed over if it does not start', async () => {
    const path = await script('broken', 'echo "no libcrypto here" >&2', 'exit 127')
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', path)
    expect((await open()).backend).toBe('our own mongod 7.0.14')
    expect(said).toEqual([`${path} can't be used: the database did not start: no libcrypto here`])
  })
})

test('where our own can not be a process, it runs on a thread of this one', async () => {
  const crippled = await freshFolder()
  await cp(bundle, crippled, { recursive: true })
  await rm(join(crippled, 'mongod-main.mjs'))
  const { backend } = await open({ from: pathToFileURL(`${crippled}/`) })
  expect(backend).toBe('our own mongod 7.0.14, inside this process')
  expect(said).toEqual([
    expect.stringMatching(
      /^the database did not start: Error: Cannot find module .*; so it runs on a thread of this process, and npm run mongo:download fetches a real one$/,
    ),
  ])
  expect(await stored(await database!.endpoint())).toHaveLength(2)
  expect(await children(process.pid)).not.toContainEqual(expect.stringContaining('mongod-main'))
  await rm(crippled, { recursive: true })
})

test('a database that is killed comes back with what it held at the start', async () => {
  await open()
  const gone = new Promise((resolve) => database?.onGone(resolve))
  const before = await database!.endpoint()
  const mine = (await children(process.pid)).filter((command) => command.includes(`--port ${before.port}`))
  process.kill(Number.parseInt(mine[0]!, 10), 'SIGKILL')
  expect(await gone).toBe('the database is gone (killed by SIGKILL): the next run gets a new one')
  expect(await stored(await database!.endpoint())).toHaveLength(2)
  expect(database?.backend).toBe('our own mongod 7.0.14')
})

describe('with a database that does not live long', () => {
  /** Databases that end as soon as `end` is called, and whether they start at all. */
  function mortals() {
    let end = (_how: string) => {}
    const state = { starts: 0, works: true, end: (how: string) => end(how) }
    const start = async (): Promise<Mongod> => {
      state.starts += 1
      if (!state.works) throw new Error('the database did not start: it is broken')
      return {
        host: '127.0.0.1',
        port: 1,
        backend: `mongod ${state.starts}`,
        stop: async () => undefined,
        onExit: (fn) => {
          end = fn
        },
      }
    }
    return { state, start }
  }

  test('the third start in a row that fails is the last, until a run asks again', async () => {
    const { state, start } = mortals()
    state.works = false
    await open({ start })
    expect(state.starts).toBe(3)
    expect(database?.backend).toBe(
      'none: the database did not start: it is broken (3 times in a row; the next run tries again)',
    )
    state.works = true
    expect(await database?.endpoint()).toMatchObject({ port: 1 })
    expect(database?.backend).toBe('mongod 4')
    await database?.started()
    expect(said).toEqual(['MongoDB: mongod 4'])
  })

  test('the third one in a row that ends at once is the last, until a run asks again', async () => {
    const { state, start } = mortals()
    await open({ start })
    for (let fall = 1; fall <= 3; fall += 1) {
      await database?.started()
      state.end('exited with code 14')
    }
    expect(state.starts).toBe(3)
    expect(said.at(-1)).toBe(
      'the database is gone (exited with code 14): 3 times in a row; the next run tries again',
    )
    expect(database?.backend).toMatch(/^none: the database is gone/)
    expect(await database?.endpoint()).toMatchObject({ port: 1 })
    expect(state.starts).toBe(4)
    await database?.started()
    expect(said.at(-1)).toBe('MongoDB: mongod 4')
  })
})

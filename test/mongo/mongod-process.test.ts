/** Our executable as whoever starts it sees it: output, exit codes, what stays behind. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freshFolder } from '../../server/build-cache.mjs'
import { startMongod } from '../../server/runtime/node/database/mongod.ts'
import { buildMongod, type MongodBinary } from '../support/mongod-binary.ts'

let binary: MongodBinary
let temporary: string
const children: ChildProcess[] = []

beforeAll(async () => {
  // A place for temporary files of this test's own: others start databases at the same time.
  temporary = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  Object.assign(process.env, { TMPDIR: temporary })
  binary = await buildMongod()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await binary.remove()
  await rm(temporary, { recursive: true })
})

/** Starts node with a bundle, and collects what it prints. */
function start(bundle: string, args: string[], script?: string) {
  const env = { ...process.env, ...(script !== undefined && { npm_lifecycle_event: script }) }
  const child = spawn(process.execPath, [bundle, ...args], { env })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  return { child, output: () => output, exit: once(child, 'exit') as Promise<[number | null, string | null]> }
}

/** Starts our mongod on a free port and waits for its ready line. */
async function startReady(args: string[] = []) {
  const mongod = start(binary.mongod, ['--port', '0', ...args])
  const [line] = await once(mongod.child.stdout, 'data')
  return { ...mongod, port: JSON.parse(String(line)).attr.port as number }
}

describe('our mongod', () => {
  it('tells its version and ends', async () => {
    const { exit, output } = start(binary.mongod, ['--port', '0', '--version'])
    expect(await exit).toEqual([0, null])
    expect(output()).toBe('db version v7.0.14\n')
  })

  it('says how it is used and ends', async () => {
    const { exit, output } = start(binary.mongod, ['--port', '0', '--help'])
    expect(await exit).toEqual([0, null])
    expect(output()).toMatch(/^usage: npm run -s mongod -- \[options\]\n {2}--port N/)
  })

  it.each([
    [['--prot', '27117'], '--prot'],
    [['--port', '0', '--dbpath=x'], '--dbpath=x'],
    [['27117'], '27117'],
  ])('refuses %j from a person, who mistyped it', async (args, word) => {
    const { exit, output } = start(binary.mongod, args, 'mongod')
    expect(await exit).toEqual([2, null])
    expect(output()).toBe(`unknown option ${word}: there are --port and --bind_ip, see --help\n`)
  })

  it('takes from a person what it knows', async () => {
    const { child, exit } = start(binary.mongod, ['--port', '0', '--bind_ip=127.0.0.1'], 'mongod')
    const [line] = await once(child.stdout, 'data')
    expect(String(line)).toContain('Waiting for connections')
    child.kill('SIGINT')
    expect(await exit).toEqual([0, null])
  })

  it('says in one line that it waits for connections, whatever else it was told, and nothing more', async () => {
    const more = ['--noauth', '--storageEngine', 'wiredTiger', '--dbpath', '/nowhere', '--unknown=1']
    const { port, output } = await startReady(more)
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.end(Buffer.from('this is not the protocol of MongoDB'))
    await once(socket, 'close')
    expect(output().split('\n')).toEqual([expect.stringContaining('"msg":"Waiting for connections"'), ''])
  })

  it('exits with 48 when the port is taken', async () => {
    const { port } = await startReady()
    const { exit, output } = start(binary.mongod, ['--port', String(port)])
    expect(await exit).toEqual([48, null])
    expect(output()).toContain('Address already in use')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('exits with 0 on %s', async (signal) => {
    const { child, exit } = await startReady()
    child.kill(signal)
    expect(await exit).toEqual([0, null])
  })

  it('exits with 0 when its input ends, if it was told to', async () => {
    const { child, exit } = await startReady(['--end-with-input'])
    child.stdin.end()
    expect(await exit).toEqual([0, null])
  })

  it('lives on without input otherwise: it was started on its own', async () => {
    const { child, port } = await startReady()
    child.stdin.end()
    await sleep(200)
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.destroy()
  })

  it.each([
    [['--port', 'x'], '--port x: a port is a whole number'],
    [['--port', '70000'], '--port 70000: a port'],
    [['--bind_ip', '0.0.0.0'], '--bind_ip 0.0.0.0: only an address of this machine'],
  ])('refuses %j', async (args, message) => {
    const { exit, output } = start(binary.mongod, args)
    expect(await exit).toEqual([2, null])
    expect(output()).toContain(message)
  })
})

/** What lies where temporary files go. */
function directories() {
  return readdir(temporary)
}

/** Ids of the live processes whose command line mentions `text`. */
async function processes(text: string) {
  const lines = existsSync('/proc/self/cmdline') ? await procLines() : await psLines()
  return lines.filter((line) => line.includes(text)).map((line) => Number.parseInt(line, 10))
}

async function procLines() {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = (pid: string) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return Promise.all(pids.map(async (pid) => `${pid} ${(await read(pid)).replaceAll('\0', ' ')}`))
}

async function psLines() {
  const { stdout } = await promisify(execFile)('ps', ['-Ao', 'pid=,args='])
  return stdout.split('\n')
}

/** Kills who started a database, and looks a second later at the latest. */
async function killed(parent: ChildProcess): Promise<void> {
  const exit = once(parent, 'exit')
  parent.kill('SIGKILL')
  const since = performance.now()
  await exit
  const left = async () => [...(await processes(binary.mongod)), ...(await directories())]
  while ((await left()).length > 0 && performance.now() - since < 1000) await sleep(20)
  expect(await left()).toEqual([])
}

describe('the database process', () => {
  /** A mongod that takes no notice of its input. */
  let located: string
  beforeAll(async () => {
    const folder = await freshFolder()
    located = join(folder, 'mongod')
    const text = `#!/bin/sh\nexec '${process.execPath}' '${binary.mongod}' "$@"\n`
    await writeFile(located, text, { mode: 0o755 })
  })
  afterAll(() => rm(dirname(located), { recursive: true }))

  it('starts seeded, says what it is, and leaves nothing when stopped', async () => {
    const before = await directories()
    const docs = [{ _id: 1 }, { _id: 2 }]
    const mongod = await startMongod({ bundle: binary.mongod, seed: [{ db: 'a', collection: 'b', docs }] })
    expect(mongod).toMatchObject({ host: '127.0.0.1', backend: 'our own mongod 7.0.14' })
    expect(await directories()).toEqual(before)
    await mongod.stop()
    await mongod.stop()
    expect(await directories()).toEqual(before)
    expect(await processes(binary.mongod)).toEqual([])
  })

  it('says when it ended without having been asked to', async () => {
    const mongod = await startMongod({ bundle: binary.mongod, seed: [] })
    const how = new Promise((resolve) => mongod.onExit(resolve))
    const [pid] = await processes(binary.mongod)
    process.kill(pid!, 'SIGKILL')
    expect(await how).toBe('killed by SIGKILL')
    await mongod.stop()
    expect(await processes(binary.mongod)).toEqual([])
  })

  it('that was located is gone, with its directory, a second after its keeper was killed', async () => {
    const mongod = await startMongod({ bundle: binary.mongod, seed: [], binary: located })
    const how = new Promise((resolve) => mongod.onExit(resolve))
    const [keeper] = await processes(`--keep ${located}`)
    expect((await processes(binary.mongod)).length).toBe(2)
    expect(await directories()).toHaveLength(1)
    process.kill(keeper!, 'SIGKILL')
    expect(await how).toBe('killed by SIGKILL')
    await mongod.stop()
    expect([...(await processes(binary.mongod)), ...(await directories())]).toEqual([])
  })

  it('leaves nothing when it cannot start', async () => {
    const before = await directories()
    await expect(startMongod({ bundle: '/nowhere/mongod.mjs', seed: [] })).rejects.toThrow('did not start')
    expect(await directories()).toEqual(before)
  })

  describe.each(['our own', 'one that was located'])('%s', (which) => {
    /** What starts the database and waits to be killed. */
    const startParent = () => start(binary.parent, [binary.mongod, ...(which === 'our own' ? [] : [located])])

    it('is gone, with its directory, within a second after its parent was killed', async () => {
      const parent = startParent()
      await Promise.race([once(parent.child.stdout, 'data'), parent.exit])
      expect((await processes(binary.mongod)).length).toBeGreaterThan(1)
      await killed(parent.child)
    })

    it('is gone after a second also if its parent was killed before it was up', async () => {
      for (const age of [150, 225, 300]) {
        const parent = startParent()
        await sleep(age)
        await killed(parent.child)
      }
    })
  })

  it('has its port free for others only after it is stopped', async () => {
    const mongod = await startMongod({ bundle: binary.mongod, seed: [] })
    const probe = createServer()
    const refused = once(probe, 'error')
    probe.listen(mongod.port, '127.0.0.1')
    expect(await refused).toMatchObject([{ code: 'EADDRINUSE' }])
    await mongod.stop()
    probe.listen(mongod.port, '127.0.0.1')
    await once(probe, 'listening')
    probe.close()
  })
})

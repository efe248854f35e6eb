/** A demo server that is killed in the middle of a run has no time to tidy up: it must not need any. */

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { bundleFolder } from '../../../support/bundle.ts'
import { Command } from '../../../support/command.ts'
import { ask } from '../../../support/front.ts'
import { children, Leaks, processesNaming } from '../../../support/leaks.ts'
import { findTeam } from '../../../support/simulated.ts'

/** On a machine that hasn't built the deck yet, the first start does. */
const WITH_BUILD = 120_000

/** Where the located mongod is. */
let folder: string
let leaks: Leaks
let command: Command | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  leaks = await Leaks.watch()
})

afterEach(async () => {
  command?.signal('SIGKILL')
  vi.unstubAllEnvs()
  await leaks.end()
  await rm(folder, { recursive: true })
})

/** An executable that runs our mongod, but takes no notice of its input, as MongoDB's doesn't. */
async function located(): Promise<string> {
  const path = join(folder, 'mongod')
  const bundle = join(await bundleFolder(), 'mongod-main.mjs')
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${bundle}' "$@"\n`, { mode: 0o755 })
  return path
}

test.each([
  { database: 'our own', processes: 1, directories: 0 },
  { database: 'a located', processes: 2, directories: 1 },
])(
  '$database mongod and its directory are gone a second later',
  { timeout: WITH_BUILD },
  async (expected) => {
    if (expected.directories > 0) vi.stubEnv('MONGOMS_SYSTEM_BINARY', await located())
    command = new Command('start', '--no-open', '--port', '0')
    const [, port] = await command.says(/Meanwhile is at http:\/\/127\.0\.0\.1:(\d+)\//)
    await command.says(/MongoDB: .*mongod \d/)
    const [, token] = (await ask(Number(port))).body.match(/"token":"([\w-]+)"/)!
    const headers = { Origin: `http://127.0.0.1:${port}` }
    const socket = new WebSocket(`ws://127.0.0.1:${port}/run?token=${token}`, { headers })
    socket.on('open', () => socket.send(JSON.stringify(findTeam('threads', { latency: 2000 }))))
    await new Promise<void>((resolve) => {
      socket.on('message', (data) => String(data).includes('command-served') && resolve())
    })
    const below = (await children(command.pid)).filter((child) => child.includes('mongod-main'))
    expect(below).toHaveLength(expected.processes)
    expect(await readdir(leaks.temporary)).toHaveLength(expected.directories)
    command.signal('SIGKILL')
    await command.exitCode()
    const gone = async () => {
      const live = await processesNaming('mongod-main')
      expect(live.filter((process) => below.includes(process))).toEqual([])
      expect(await readdir(leaks.temporary)).toEqual([])
    }
    await vi.waitFor(gone, { timeout: 1000, interval: 50 })
  },
)

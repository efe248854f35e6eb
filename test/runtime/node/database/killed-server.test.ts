/** A demo server that is killed in the middle of a run has no time to tidy up: it must not need any. */

import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { Command } from '../../../support/command.ts'
import { ask } from '../../../support/front.ts'
import { children, Leaks, processesNaming } from '../../../support/leaks.ts'
import { findTeam } from '../../../support/simulated.ts'

/** On a machine that hasn't built the deck yet, the first start does. */
const WITH_BUILD = 120_000

let leaks: Leaks
let command: Command

beforeEach(async () => {
  leaks = await Leaks.watch()
  command = new Command('start', '--no-open', '--port', '0')
})

afterEach(async () => {
  command.signal('SIGKILL')
  await leaks.end()
})

test('no database and no directory is there a second later', { timeout: WITH_BUILD }, async () => {
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
  expect(below).toHaveLength(1)
  command.signal('SIGKILL')
  await command.exitCode()
  const gone = async () => {
    const live = await processesNaming('mongod-main')
    expect(live.filter((process) => below.includes(process))).toEqual([])
    expect(await readdir(leaks.temporary)).toEqual([])
  }
  await vi.waitFor(gone, { timeout: 1000, interval: 50 })
})

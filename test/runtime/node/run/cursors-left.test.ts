/** What runs leave open on the database that they share is closed when they end, however they end. */
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Style } from '../../../../server/run.ts'
import { bundleFolder } from '../../../support/bundle.ts'
import { Leaks } from '../../../support/leaks.ts'
import { type NodeRuntime, openNodeRuntime } from '../../../support/node-runtime.ts'
import { eventsOf, mainOf } from '../../../support/runs.ts'
import { endOf, findTeam, only } from '../../../support/simulated.ts'

let leaks: Leaks
let runtime: NodeRuntime
let client: MongoClient

beforeAll(async () => {
  await bundleFolder()
  leaks = await Leaks.watch()
  runtime = await openNodeRuntime()
  const { port } = await runtime.database.endpoint()
  client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`)
})

afterAll(async () => {
  await client.close()
  await runtime.close()
  const left = await leaks.left()
  await leaks.end()
  expect(left, 'what is left open').toEqual([])
})

const runOf = (source: string, style: Style = 'callbacks') =>
  runtime.runner.run(findTeam(style, { source, clients: 1, latency: 0 }))

/** How many cursors the database process has. */
async function openCursors(): Promise<number> {
  const { metrics } = await client.db('admin').command({ serverStatus: 1 })
  return Number(metrics.cursor.open.total)
}

/** Opens cursors of three kinds, one of them on a connection that it closes. */
const LEAK = `import { MongoClient } from 'pymongo'
${mainOf(
  'const client = new MongoClient()',
  "const db = client.db('worldcup')",
  "for (let n = 0; n < 5; n += 1) db.command({ find: 'matches', batchSize: 2 })",
  "db.command({ aggregate: 'matches', pipeline: [], cursor: { batchSize: 1 } })",
  'client.close()',
  "client.db('worldcup').command({ listCollections: 1, cursor: { batchSize: 0 } })",
)}`

describe('what a program leaves open', () => {
  test('is counted, and gone from the database when the run is over', async () => {
    const events = await eventsOf(runOf(LEAK))
    expect(endOf(events)).toMatchObject({ reason: 'returned', cursors: 7 })
    expect(await openCursors()).toBe(0)
  })

  test('is gone after an error, too', async () => {
    const source = LEAK.replace('client.close()', "throw new Error('too bad')")
    expect(endOf(await eventsOf(runOf(source)))).toMatchObject({ reason: 'failed', cursors: 6 })
    expect(await openCursors()).toBe(0)
  })

  test('is gone after a stop', async () => {
    const source = LEAK.replace('client.close()', "console.log('open'); for (;;);")
    const run = runOf(source)
    const events = await eventsOf(run, ({ kind }) => {
      if (kind === 'log') run.stop()
    })
    expect(only(events, 'log')).toHaveLength(1)
    expect(endOf(events)).toMatchObject({ reason: 'stopped', cursors: 6 })
    expect(await openCursors()).toBe(0)
  })

  test('does not concern cursors of others', async () => {
    const other = client.db('worldcup').collection('matches').find({}, { batchSize: 3 })
    await other.next()
    await eventsOf(runOf(LEAK))
    expect(await openCursors()).toBe(1)
    expect((await other.toArray()).length).toBeGreaterThan(3)
  })

  test('is gone though the program never read what came of it', async () => {
    const source = `import { Socket } from 'socket'
import { opMsg } from 'wire'
${mainOf(
  'for (let n = 0; n < 20; n += 1) {',
  "  const socket = Socket.connect('mongodb', 27017)",
  "  socket.sendall(opMsg(1, { find: 'matches', batchSize: 2, $db: 'worldcup' }))",
  '  if (n < 15) socket.close()',
  '}',
)}`
    expect(endOf(await eventsOf(runOf(source)))).toMatchObject({ reason: 'returned' })
    expect(await openCursors()).toBe(0)
  })
})

/** A program that has rude clients come to a database of its own, and prints what is left of them, as JSON. */

import { setTimeout as sleep } from 'node:timers/promises'
import { randomBySeed } from '../../server/runtime/load/random.ts'
import { listenAsMongod } from '../../server/runtime/node/database/mongo-listener.ts'
import { visitRudely } from './rude-clients.ts'
import { ask, opMsg } from './wire.ts'

const { port, database, close } = await listenAsMongod(0, '127.0.0.1')
ask(database, { create: 'log', capped: true, size: 100_000 })
const text = 'x'.repeat(20_000)
ask(database, {
  insert: 'log',
  documents: [
    { _id: 1, text },
    { _id: 2, text },
    { _id: 3, text },
  ],
})
const messages = [
  opMsg({ ping: 1 }),
  opMsg({ find: 'log' }),
  opMsg({ find: 'log', singleBatch: true, batchSize: 1 }),
  opMsg({ insert: 'log', documents: [{ text }] }),
  opMsg({ find: 'nothing', filter: { a: { $gt: 1 } } }),
  new Uint8Array(1000).fill(1),
]
const random = randomBySeed(7)

async function round(clients: number): Promise<number> {
  await visitRudely({ port, clients, crowd: 40, messages, random })
  // What the last of them sent can still be on its way.
  for (let looks = 0; looks < 50 && database.connections > 0; looks++) await sleep(100)
  for (let times = 0; times < 3; times++) globalThis.gc!()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

// Once to compile and to fill caches.
await round(1000)
const before = await round(200)
const after = await round(3000)
const status = { before, after, cursors: database.openCursors, connections: database.connections }
await close()
process.stdout.write(`${JSON.stringify(status)}\n`)

/** Motor made synchronous again: one operation at a time, none that hangs, nothing left over from the last one. */
import { expect, it } from 'vitest'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

/** What a program prints whose main has this body. */
async function said(body: string): Promise<string[]> {
  const source = `import { Future } from 'future'
import { IOLoop } from 'ioloop'
import { ResyncClient, sleep, synchronize } from 'resync'
const loop = IOLoop.instance()
const shown = (action) => { try { return action() } catch (error) { return error.name + ': ' + error.message } }
export function main() {
${body}
}
`
  const events = await simulateProgram('callbacks', source, { mode: 'open' })
  expect(endOf(events)).toMatchObject({ reason: 'returned' })
  return only(events, 'log').map(({ text }) => text)
}

it('returns what an operation gives, and throws what it raises', async () => {
  const seen = await said(
    `const notes = new ResyncClient().db('app').collection('notes')
     notes.insertOne({ _id: 1, text: 'Goal!' })
     console.log(notes.findOne({ _id: 1 }).text)
     console.log(shown(() => notes.insertOne({ _id: 1 })).slice(0, 17))`,
  )
  expect(seen).toEqual(['Goal!', 'DuplicateKeyError'])
})

it('refuses to run the loop inside the loop', async () => {
  const seen = await said(
    `loop.addCallback(() => {
       console.log(shown(() => new ResyncClient().db('app').command({ ping: 1 })))
       loop.stop()
     })
     loop.start()`,
  )
  expect(seen).toEqual(['AssertionError: the loop is running'])
})

it('forgets callbacks and timeouts that an earlier operation has left', async () => {
  const seen = await said(
    `loop.addCallback(() => console.log('left behind'))
     loop.addTimeout(0, () => console.log('left behind, too'))
     console.log(new ResyncClient().db('app').command({ ping: 1 }).ok)`,
  )
  expect(seen).toEqual(['1'])
})

it('gives up after ten seconds', async () => {
  const seen = await said(
    `const begin = loop.time()
     console.log(shown(() => synchronize(() => new Future())))
     console.log(Math.round((loop.time() - begin) / 1000))`,
  )
  expect(seen).toEqual(['TimeoutError: operation timed out after 10 seconds', '10'])
})

it('sleeps by running the loop', async () => {
  const seen = await said(
    `loop.addTimeout(20, () => console.log('meanwhile'))
     sleep(50)
     console.log('awake')`,
  )
  expect(seen).toEqual(['meanwhile', 'awake'])
})

it('sleeps as long as it was told, whatever was done before', async () => {
  const seen = await said(
    `new ResyncClient().db('app').collection('notes').findOne({})
     const begin = loop.time()
     sleep(20_000)
     console.log(Math.round((loop.time() - begin) / 1000))`,
  )
  expect(seen).toEqual(['20'])
})

it('hands out one object that blocks for each of Motor’s, and has the driver’s attributes', async () => {
  const seen = await said(
    `const client = new ResyncClient()
     const cursor = client.db('worldcup').collection('matches').find().limit(3)
     console.log(client.open() === client, cursor.rewind() === cursor, client.pool.idle)
     let count = 0
     for (const match of cursor) if (match) count += 1
     console.log(count)`,
  )
  expect(seen).toEqual(['true true 1', '3'])
})

/** AsyncMongo as it was: its callbacks, and the faults that it is here for. */
import { expect, it } from 'vitest'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

/** What a program on the loop prints; `ask` gets the collection, `say` logs and `done` ends it. */
async function printed(ask: string, latency = 20): Promise<string[]> {
  const source = `import { Client, TooManyConnections } from 'asyncmongo'
import { IOLoop } from 'ioloop'
const loop = IOLoop.instance()
const done = () => loop.stop()
const say = (response: unknown, error: unknown) =>
  console.log(JSON.stringify(response) + ' ' + String(error))
export function main() {
  const db = new Client('worldcup', { maxconnections: 1 })
  const matches = db.collection('matches')
  const notes = db.collection('notes')
  ${ask}
  loop.start()
}
`
  const events = await simulateProgram('callbacks', source, { mode: 'open', latency })
  const { reason, message } = endOf(events)
  const lines = only(events, 'log').map(({ text }) => text)
  return reason === 'returned' ? lines : [...lines, `${reason}: ${message}`]
}

it('calls back with the response and no error', async () => {
  const lines = await printed(`
    const which = { projection: { _id: 1 }, sort: { _id: -1 }, limit: 2 }
    matches.find({}, which, (response, error) => {
      say(response, error)
      done()
    })
    console.log('asked')`)
  expect(lines).toEqual(['asked', '[{"_id":64},{"_id":63}] null'])
})

it('gives the first batch, and kills the cursor', async () => {
  const lines = await printed(`
    matches.find({}, { batchSize: 7 }, (response) => {
      console.log((response as unknown[]).length)
      loop.addTimeout(50, done)
    })`)
  expect(lines).toEqual(['7'])
})

it('gives one document, or an empty list where there is none', async () => {
  const lines = await printed(`
    matches.findOne({ _id: 1 }, (response) => {
      console.log((response as { teamA: string }).teamA)
      matches.findOne({ _id: 99 }, (response, error) => {
        say(response, error)
        done()
      })
    })`)
  expect(lines).toEqual(['Brazil', '[] null'])
})

it('tells errors of the database to the callback', async () => {
  const lines = await printed(`
    notes.insert({ _id: 1 }, () => {
      notes.insert({ _id: 1 }, (response, error) => {
        say(response, error)
        notes.find({ a: { $wrong: 1 } }, (response, error) => {
          say(response, error)
          done()
        })
      })
    })`)
  expect(lines).toEqual([
    expect.stringMatching(/^null IntegrityError: E11000 duplicate key/),
    expect.stringMatching(/^null DatabaseError: unknown operator: \$wrong/),
  ])
})

it('raises if all connections are in use, and has no queue', async () => {
  const lines = await printed(`
    matches.findOne({ _id: 1 }, done)
    try {
      matches.findOne({ _id: 2 }, done)
    } catch (error) {
      console.log(error instanceof TooManyConnections, String(error))
    }`)
  const words = '1 connections are already equal to the max: 1'
  expect(lines).toEqual([`true TooManyConnections: ${words}`])
})

it('connects before find returns: if nobody is there, find itself fails', async () => {
  const source = `import { Client } from 'asyncmongo'
  export function main() {
    const matches = new Client('worldcup', { port: 1 }).collection('matches')
    try {
      matches.find({}, () => {})
    } catch (error) {
      console.log(String(error))
    }
  }`
  const events = await simulateProgram('callbacks', source)
  expect(only(events, 'log').map(({ text }) => text)).toEqual([expect.stringMatching(/ECONNREFUSED/)])
})

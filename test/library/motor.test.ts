/** Motor beyond its recordings: its pool, its contexts, Futures, and classes that are not MongoDB's. */
import { describe, expect, it } from 'vitest'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

const PRELUDE = `import { IOLoop } from 'ioloop'
import { MotorClient } from 'motor'
const loop = IOLoop.instance()
const clientOf = (options) => new MotorClient('mongodb', 27017, options)
const matchesOf = (client) => client.db('worldcup').collection('matches')
`

/** What a program prints whose main has this body and then runs the loop. */
async function said(imports: string, body: string): Promise<string[]> {
  const source = `${PRELUDE}${imports}\nexport function main() {\n${body}\nloop.start()\n}\n`
  const events = await simulateProgram('callbacks', source, { latency: 100, mode: 'open' })
  expect(endOf(events)).toMatchObject({ reason: 'returned' })
  return only(events, 'log').map(({ text }) => text)
}

describe('a pool of connections', () => {
  it('serves those who wait for one in the order in which they came', async () => {
    const seen = await said(
      '',
      `const matches = matchesOf(clientOf({ maxPoolSize: 2 }))
       for (const number of [1, 2, 3, 4, 5]) matches.findOne({}, () => {
         console.log(number)
         if (number === 5) loop.stop()
       })`,
    )
    expect(seen).toEqual(['1', '2', '3', '4', '5'])
  })

  it('tells ConnectionFailure who waits for too long', async () => {
    const seen = await said(
      '',
      `const matches = matchesOf(clientOf({ maxPoolSize: 1, waitQueueTimeoutMS: 30 }))
       matches.findOne({}, (found, error) => { console.log(found !== null, error); loop.stop() })
       matches.findOne({}, (found, error) => console.log(found, error.name, error.message))`,
    )
    expect(seen[0]).toMatch(/^null ConnectionFailure Timed out waiting for socket from pool with max_size 1/)
    expect(seen[1]).toBe('true null')
  })

  it('keeps so many idle connections in 0.1, and opens so many at most', async () => {
    const seen = await said(
      '',
      `const client = clientOf({ version: '0.1', maxPoolSize: 2, maxConcurrent: 3 }).openSync()
       let open = 0
       let count = 0
       for (let number = 0; number < 6; number += 1) matchesOf(client).findOne({}, () => {
         count += 1
         if (count < 6) return
         console.log(open, client.delegate.pool.idle)
         loop.stop()
       })
       loop.addTimeout(50, () => { open = client.delegate.pool.taken })`,
    )
    expect(seen).toEqual(['3 2'])
  })

  it('in 0.1 is refused a size that is no count when it opens, and disconnect leaves none of its connections', async () => {
    const seen = await said(
      '',
      `const refused = clientOf({ version: '0.1', maxPoolSize: -1 })
       try { refused.openSync() } catch (error) { console.log(error.name) }
       const client = clientOf({ version: '0.1' }).openSync()
       matchesOf(client).findOne({}, () => {
         console.log(client.delegate.pool.idle)
         client.disconnect()
         console.log(client.delegate.pool.idle)
         loop.stop()
       })`,
    )
    expect(seen).toEqual(['ConfigurationError', '1', '0'])
  })

  it('has each waiter go on inside what surrounds it, not inside what surrounds who made room', async () => {
    const seen = await said(
      "import { ExceptionStackContext, runWith } from 'stack-context'",
      `const matches = matchesOf(clientOf({ maxPoolSize: 1 }))
       for (const name of ['ann', 'ben']) {
         const handler = (error) => {
           console.log(name + ' caught ' + error.message)
           if (name === 'ben') loop.stop()
           return true
         }
         runWith(new ExceptionStackContext(handler), () =>
           matches.findOne({}, () => { throw new Error('of ' + name) }))
       }`,
    )
    expect(seen).toEqual(['ann caught of ann', 'ben caught of ben'])
  })
})

describe('an operation', () => {
  it('never calls back before it returns, not even for what is there already', async () => {
    const seen = await said(
      '',
      `const cursor = matchesOf(clientOf()).find().limit(3)
       cursor.next((first) => {
         cursor.each((match) => { console.log(match ? 'match' : 'end'); if (!match) loop.stop() })
         console.log('each has returned', cursor.bufferSize())
       })`,
    )
    expect(seen).toEqual(['each has returned 2', 'match', 'match', 'end'])
  })

  it('gives a Future that raises where it is awaited', async () => {
    const seen = await said(
      "import { DuplicateKeyError } from 'pymongo-errors'",
      `const foo = clientOf().db('app').collection('foo')
       async function twice() {
         await foo.insertOne({ _id: 1 })
         try { await foo.insertOne({ _id: 1 }) }
         catch (error) { console.log(error instanceof DuplicateKeyError) }
         loop.stop()
       }
       loop.addCallback(() => void twice())`,
    )
    expect(seen).toEqual(['true'])
  })

  it('of a socket needs a child of the main greenlet', async () => {
    const seen = await said(
      "import { MotorSocket } from 'motor'",
      `try { new MotorSocket().connect('mongodb', 27017) }
       catch (error) { console.log(error.name + ': ' + error.message) }
       loop.addCallback(() => loop.stop())`,
    )
    expect(seen).toEqual(['AssertionError: Should be on child greenlet'])
  })

  it('that loses its connection says AutoReconnect, and the next one has another', async () => {
    const seen = await said(
      '',
      `const client = clientOf()
       const matches = matchesOf(client)
       matches.findOne({}, { networkTimeoutMS: 30 }, (_, error) => {
         console.log(error.name + ': ' + error.message, client.delegate.pool.idle)
         matches.findOne({}, (found) => { console.log(found !== null); loop.stop() })
       })`,
    )
    expect(seen).toEqual(['AutoReconnect: timed out 0', 'true'])
  })
})

describe('an asynchronous class', () => {
  const imports = "import { asynchronousClass } from 'motor'"

  it('runs methods of any class, and leaves the others out', async () => {
    const seen = await said(
      imports,
      `class Sum { total = 0; add(n) { this.total += n; return this.total } fail() { throw new Error('no') } }
       class MotorSum extends asynchronousClass(Sum, 'add', 'fail') {}
       const sum = new MotorSum(new Sum())
       const { add } = sum
       add(1, (total, error) => console.log(total, error))
       sum.fail((total, error) => { console.log(total, error.message); loop.stop() })
       console.log(sum.total, 'at once')`,
    )
    expect(seen).toEqual(['undefined at once', '1 null', 'null no'])
  })
})

describe('a version of Motor', () => {
  it('0.1 tells nobody of a write that fails if there is no callback', async () => {
    const seen = await said(
      '',
      `const foo = clientOf({ version: '0.1' }).openSync().db('app').collection('foo')
       foo.insertOne({ _id: 1 })
       foo.insertOne({ _id: 1 })
       loop.addTimeout(300, () => foo.countDocuments({}, (count, error) => {
         console.log(count, error)
         loop.stop()
       }))`,
    )
    expect(seen).toEqual(['1 null'])
  })

  it('without a number opens by itself, and open is no error', async () => {
    const seen = await said(
      '',
      `const client = clientOf()
       client.open().then((opened) => { console.log(opened === client, client.connected); loop.stop() })`,
    )
    expect(seen).toEqual(['true true'])
  })
})

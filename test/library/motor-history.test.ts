/** What Motor 0.1's source does and its recordings don't show; versions that open by themselves differ. */
import { describe, expect, it } from 'vitest'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

const PRELUDE = `import { IOLoop } from 'ioloop'
import { keywords } from 'keywords'
import { MotorClient, MotorPoolTimeout } from 'motor'
import { OperationFailure } from 'pymongo-errors'
const loop = IOLoop.instance()
const stop = () => loop.stop()
const clientOf = (options) => new MotorClient('mongodb', 27017, { version: '0.1', ...options })
const say = (body) => {
  try { console.log(body()) } catch (error) { console.log(error.name + ': ' + error.message) }
}
/** Ten documents, then the scenario. */
function filled(options, go) {
  const foo = clientOf(options).openSync().db('app').collection('foo')
  const documents = Array.from({ length: 10 }, (_, _id) => ({ _id }))
  foo.insertMany(documents, () => go(foo))
}
`

async function said(body: string, changes: object = {}): Promise<string[]> {
  const source = `${PRELUDE}\nexport function main() {\n${body}\nloop.start()\n}\n`
  const events = await simulateProgram('callbacks', source, { latency: 10, mode: 'open', ...changes })
  expect(endOf(events)).toMatchObject({ reason: 'returned' })
  return only(events, 'log').map(({ text }) => text)
}

describe('a client of Motor 0.1', () => {
  it('has nothing to close before it is open', async () => {
    const seen = await said(`say(() => clientOf().disconnect()); loop.addCallback(stop)`)
    expect(seen).toEqual([
      "InvalidOperation: Call open() on MotorClient before accessing attribute 'disconnect'",
    ])
  })

  it('that is open stays as it is when openSync is called again', async () => {
    const seen = await said(`const client = clientOf().openSync()
      client.db('app').collection('foo').findOne({}, () => {
        console.log(client.openSync() === client, client.delegate.pool.idle)
        stop()
      })`)
    expect(seen).toEqual(['true 1'])
  })

  it('tells a pool size that is none to who opens it', async () => {
    const seen = await said(`clientOf({ maxPoolSize: -1 }).open((client, error) => {
      console.log(client, error.name, error.message)
      stop()
    })`)
    expect(seen).toEqual(['null ConfigurationError The value of maxPoolSize must be a positive integer'])
  })

  it('is not connected, nor to be connected again, if nobody answers while it opens', async () => {
    const seen =
      await said(`const client = new MotorClient('webservice', 80, { version: '0.1', socketTimeoutMS: 30 })
      client.open((_, error) => {
        console.log(error.name, error.message, client.connected)
        stop()
      })`)
    expect(seen).toEqual(['ConnectionFailure timed out false'])
  })

  it('takes loops only', async () => {
    const seen = await said(`say(() => clientOf({ ioLoop: 'foo' })); loop.addCallback(stop)`)
    expect(seen).toEqual(['TypeError: io_loop must be instance of IOLoop, not foo'])
  })

  it('has a pool whose timeout is an OperationFailure', async () => {
    const seen = await said(
      `const foo = clientOf({ maxConcurrent: 1, maxWaitTime: 5 }).openSync().db('app').collection('foo')
       foo.findOne({}, stop)
       foo.findOne({}, (_, error) =>
         console.log(error instanceof MotorPoolTimeout, error instanceof OperationFailure))`,
      { latency: 100 },
    )
    expect(seen).toEqual(['true true'])
  })
})

describe('a write of Motor 0.1', () => {
  it('is acknowledged if it has a callback, whatever the client says', async () => {
    const seen = await said(`filled({ w: 0 }, (foo) => foo.insertOne({ _id: 1 }, (_, error) => {
      console.log(error.name)
      stop()
    }))`)
    expect(seen).toEqual(['DuplicateKeyError'])
  })

  it('is acknowledged without a callback if it says so itself: its error goes to the log', async () => {
    const seen = await said(`filled({}, (foo) => {
      foo.insertOne({ _id: 1 }, { w: 1 })
      foo.insertOne({ _id: 1 })
      loop.addTimeout(100, stop)
    })`)
    expect(seen.filter((line) => /^Exception in callback.*: DuplicateKeyError/.test(line))).toHaveLength(1)
  })

  it('has no callback if that is null, which a read refuses', async () => {
    const seen = await said(`const foo = clientOf().openSync().db('app').collection('foo')
      const none = keywords({ callback: null })
      say(() => foo.insertOne({ _id: 1 }, none))
      say(() => foo.findOne({}, none))
      loop.addTimeout(100, stop)`)
    expect(seen).toEqual(['undefined', 'TypeError: callback is required'])
  })

  it('that finds, too, may go without a callback', async () => {
    const seen = await said(`filled({}, (foo) => {
      foo.findOneAndUpdate({ _id: 1 }, { $set: { a: 2 } })
      loop.addTimeout(100, () => foo.findOne({ _id: 1 }, ({ a }) => { console.log(a); stop() }))
    })`)
    expect(seen).toEqual(['2'])
  })
})

describe('a cursor of Motor 0.1', () => {
  it('hands over at once what it has fetched already', async () => {
    const seen = await said(`filled({}, (foo) => {
      const cursor = foo.find()
      cursor.toList(8, () => {
        cursor.toList(1, ([one]) => console.log('toList', one._id))
        console.log('toList has returned')
        cursor.each((one) => {
          console.log('each', one && one._id)
          if (!one) stop()
        })
        console.log('each has returned')
      })
    })`)
    expect(seen).toEqual(['toList 8', 'toList has returned', 'each 9', 'each has returned', 'each null'])
  })

  it('reads its batch to the end although each was told to close', async () => {
    const seen = await said(`filled({}, (foo) => {
      const cursor = foo.find().batchSize(3)
      cursor.each((one) => {
        console.log(one && one._id)
        if (one && one._id === 1) cursor.close()
        if (!one) stop()
      })
    })`)
    expect(seen).toEqual(['0', '1', '2', 'null'])
  })

  it('finds by an index behind what it skips, unless it has started', async () => {
    const seen = await said(`filled({}, (foo) => {
      foo.find().skip(4).at(3).toList(5, ([one]) => console.log(one._id))
      const cursor = foo.find()
      cursor.toList(1, () => {
        say(() => cursor.at(3))
        say(() => cursor.slice(1, 2))
        stop()
      })
      say(() => foo.find().at('a'))
    })`)
    const started = 'InvalidOperation: MotorCursor already started'
    const index = 'TypeError: index a cannot be applied to MotorCursor instances'
    expect(seen).toEqual([index, '7', started, started])
  })

  it('takes only whole lengths', async () => {
    const seen = await said(`filled({}, (foo) => {
      say(() => foo.find().toList(-1, stop))
      say(() => foo.find().toList('x', stop))
      stop()
    })`)
    expect(seen).toEqual([
      'ConfigurationError: The value of length must be a positive integer',
      'TypeError: Wrong type for length, value must be an integer',
    ])
  })

  it('that its tail has closed reads no more, and is dead', async () => {
    const seen = await said(`const db = clientOf().openSync().db('app')
      db.createCollection('capped', { capped: true, size: 10000 }, (capped) => {
        capped.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], () => {
          const cursor = capped.find()
          cursor.tail((one) => { console.log(one._id); if (one._id === 2) cursor.close() })
          loop.addTimeout(1500, () => { console.log(cursor.alive); stop() })
        })
      })`)
    expect(seen).toEqual(['1', '2', 'false'])
  })
})

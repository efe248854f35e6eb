/** What the driver's own tests can't see: threads, greenlets that share a pool, broken connections, messages. */
import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest, Style } from '../../server/run.ts'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

/** Runs a program in virtual time: it has to return. Its database takes `latency` ms. */
async function run(style: Style, source: string, changes: Partial<RunRequest> = {}): Promise<TraceEvent[]> {
  const events = await simulateProgram(style, source, { mode: 'open', latency: 20, ...changes })
  expect(endOf(events)).toMatchObject({ reason: 'returned' })
  return events
}

const said = (events: readonly TraceEvent[]) => only(events, 'log').map(({ text }) => text)

/** What the database was asked, of one command. */
const served = (events: readonly TraceEvent[], command: string) =>
  only(events, 'command-served').filter(({ label }) => label.startsWith(command))

const printed = async (style: Style, source: string) => said(await run(style, source))

const GREENLETS = `import * as gevent from 'gevent'
import { MongoClient } from 'pymongo'
gevent.monkey.patchAll()
`

describe('threads', () => {
  it('make ObjectIds of their own, though they begin with the same random numbers', async () => {
    const lines = await printed(
      'threads',
      `import { MongoClient } from 'pymongo'
      import { Thread } from 'thread'
      const notes = new MongoClient().db('test').collection('notes')
      export function write(from: number) {
        for (let n = 0; n < 5; n += 1) notes.insertOne({ n: from + n })
      }
      export function main() {
        const threads = [0, 5, 10, 15].map((from) => new Thread(write, from))
        for (const thread of threads) thread.start()
        for (const thread of threads) thread.join()
        console.log(notes.distinct('_id').length)
      }`,
    )
    expect(lines).toEqual(['20'])
  })
})

describe('greenlets that share a client', () => {
  /** Six greenlets ask for one document each, through a pool like this. */
  const sharing = (options: string) => `${GREENLETS}
    const client = new MongoClient('mongodb', 27017, ${options})
    const matches = client.db('worldcup').collection('matches')
    function ask(_id: number) {
      try {
        console.log(matches.findOne({ _id })!._id)
      } catch (error) {
        console.log(_id + ' ' + error)
      }
    }
    export function main() {
      client.open()
      const all = [1, 2, 3, 4, 5, 6].map((id) => gevent.spawn(ask, id))
      gevent.joinall(all)
      console.log(client.pool.idle + ' idle, ' + client.pool.taken + ' taken')
    }`

  it('take turns, first come first served, when all connections are in use', async () => {
    const events = await run('greenlets', sharing('{ maxPoolSize: 2 }'))
    expect(said(events)).toEqual(['1', '2', '3', '4', '5', '6', '2 idle, 0 taken'])
    const { t } = events.at(-1)!
    expect(t).toBeGreaterThan(60_000)
    expect(t).toBeLessThan(80_000)
  })

  it('wait for a connection only so long', async () => {
    const lines = await printed('greenlets', sharing('{ maxPoolSize: 2, waitQueueTimeoutMS: 30 }'))
    const late = 'ConnectionFailure: Timed out waiting for socket from pool with max_size 2'
    expect(lines.filter((line) => line.includes(`${late} and wait_queue_timeout 30`))).toHaveLength(2)
    expect(lines.slice(-3)).toEqual(['3', '4', '2 idle, 0 taken'])
  })

  it('keep no more idle connections than they were told to', async () => {
    const lines = await printed('greenlets', sharing('{ maxIdle: 1 }'))
    expect(lines.at(-1)).toBe('1 idle, 0 taken')
  })

  it('do not lose a turn when one who waits for it is killed', async () => {
    const lines = await printed(
      'greenlets',
      `${GREENLETS}
      const client = new MongoClient('mongodb', 27017, { maxPoolSize: 1 })
      const matches = client.db('worldcup').collection('matches')
      const ask = (_id: number) => console.log(matches.findOne({ _id })!._id)
      export function main() {
        client.open()
        const [, second, third] = [1, 2, 3].map((id) => gevent.spawn(ask, id))
        gevent.sleep(5)
        second!.kill()
        third!.join()
        console.log(client.pool.idle + ' idle, ' + client.pool.taken + ' taken')
      }`,
    )
    expect(lines).toEqual(['1', '3', '1 idle, 0 taken'])
  })

  it('throw a connection away whose answer nobody has read', async () => {
    const lines = await printed(
      'greenlets',
      `${GREENLETS}
      const client = new MongoClient()
      const matches = client.db('worldcup').collection('matches')
      export function main() {
        client.open()
        const asking = gevent.spawn(() => matches.findOne({ _id: 1 }))
        gevent.sleep(5)
        asking.kill()
        console.log(client.pool.idle + ' idle, ' + client.pool.taken + ' taken')
        console.log(matches.findOne({ _id: 2 })!._id)
      }`,
    )
    expect(lines).toEqual(['0 idle, 0 taken', '2'])
  })

  it('finish what is under way when the client is closed, and close its connection then', async () => {
    const lines = await printed(
      'greenlets',
      `${GREENLETS}
      const client = new MongoClient()
      const matches = client.db('worldcup').collection('matches')
      export function main() {
        client.open()
        const asking = gevent.spawn(() => matches.findOne({ _id: 1 })!._id)
        gevent.sleep(5)
        client.close()
        console.log(asking.get() + ', ' + client.pool.idle + ' idle')
      }`,
    )
    expect(lines).toEqual(['1, 0 idle'])
  })

  it('say hello once: the second connection is there to be used', async () => {
    const events = await run('greenlets', sharing('{}'))
    expect(served(events, 'hello')).toHaveLength(1)
  })
})

describe('a connection that breaks', () => {
  /** A client whose connections lead to the other end of a pair, which `peer` does something with. */
  const broken = (peer: string) => `import { MongoClient } from 'pymongo'
    import { Socket } from 'socket'
    function connect() {
      const [mine, peer] = Socket.pair()
      ${peer}
      return mine
    }
    export function main() {
      const client = new MongoClient('nowhere', 1, { connect })
      try {
        client.db('test').command({ ping: 1 })
      } catch (error) {
        console.log(String(error))
      }
      console.log(client.pool.idle + ' idle, ' + client.pool.taken + ' taken')
    }`

  it.each([
    ['before the answer', 'peer.close()'],
    ['in the middle of its length', "peer.sendall('1234'); peer.shutdown()"],
    ['in the middle of it', "peer.sendall('\\x64\\0\\0\\0' + 'x'.repeat(20)); peer.shutdown()"],
  ])('is an AutoReconnect: %s', async (_when, peer) => {
    const [line, pool] = await printed('blocked', broken(peer))
    expect(line).toMatch(/^AutoReconnect: (connection closed|send: EPIPE)$/)
    expect(pool).toBe('0 idle, 0 taken')
  })

  it('takes the idle ones with it, and the next command opens another', async () => {
    const lines = await printed(
      'blocked',
      `import { MongoClient } from 'pymongo'
      import { Socket } from 'socket'
      const sockets: Socket[] = []
      function connect(host: string, port: number) {
        const socket = Socket.connect(host, port)
        sockets.push(socket)
        return socket
      }
      export function main() {
        const client = new MongoClient('mongodb', 27017, { connect })
        const [one, other] = [client.pool.take(), client.pool.take()]
        client.pool.release(one!)
        client.pool.release(other!)
        sockets[1]!.shutdown()
        const ping = () => client.db('test').command({ ping: 1 }).ok
        try {
          ping()
        } catch (error) {
          console.log(String(error) + ', ' + client.pool.idle + ' idle')
        }
        console.log(ping() + ', ' + client.pool.idle + ' idle, ' + sockets.length + ' ever')
      }`,
    )
    expect(lines[0]).toMatch(/^AutoReconnect: .*, 0 idle$/)
    expect(lines[1]).toBe('1, 1 idle, 3 ever')
  })

  it('is an AutoReconnect also where nobody listens any more', async () => {
    const lines = await printed(
      'blocked',
      `import { MongoClient } from 'pymongo'
      import { Socket } from 'socket'
      let port = 27017
      const connect = (host: string) => Socket.connect(host, port)
      export function main() {
        const client = new MongoClient('mongodb', port, { connect }).open()
        client.close()
        port = 1
        try {
          client.open()
          client.db('test').command({ ping: 1 })
        } catch (error) {
          console.log(String(error))
        }
      }`,
    )
    expect(lines).toEqual(['AutoReconnect: could not connect to mongodb:27017: connect: ECONNREFUSED'])
  })
})

describe('messages', () => {
  it('hold documents of every length', async () => {
    const lines = await printed(
      'blocked',
      `import { decode, encode } from 'bson'
      export function main() {
        let whole = 0
        for (let n = 0; n < 600; n += 1) {
          const text = 'x'.repeat(n)
          if (decode(encode({ text })).text === text) whole += 1
        }
        console.log(whole)
      }`,
    )
    expect(lines).toEqual(['600'])
  })

  it('are as few as possible for many documents, and as many as needed for big ones', async () => {
    const events = await run(
      'blocked',
      `import { MongoClient } from 'pymongo'
      const notes = new MongoClient().db('test').collection('notes')
      export function main() {
        notes.insertMany(Array.from({ length: 2000 }, (_, _id) => ({ _id })))
        const text = 'x'.repeat(1_500_000)
        notes.insertMany([1, 2, 3, 4, 5].map((n) => ({ _id: 'big' + n, text })))
        console.log(notes.countDocuments())
        notes.insertOne({ text: 'x'.repeat(8_000_000) })
        console.log(notes.countDocuments())
      }`,
    )
    expect(said(events)).toEqual(['2005', '2006'])
    expect(served(events, 'insert')).toHaveLength(1 + 3 + 1)
  })

  it('tell which of many documents failed, though they went in many messages', async () => {
    const lines = await printed(
      'blocked',
      `import { BulkWriteError, MongoClient } from 'pymongo'
      const notes = new MongoClient().db('test').collection('notes')
      export function main() {
        const text = 'x'.repeat(2_500_000)
        const all = [1, 2, 2, 3, 1].map((_id) => ({ _id, text }))
        try {
          notes.insertMany(all, { ordered: false })
        } catch (error) {
          const { details } = error as BulkWriteError
          console.log(JSON.stringify((details!.writeErrors as { index: number }[]).map(({ index }) => index)))
        }
      }`,
    )
    expect(lines).toEqual(['[2,4]'])
  })

  it('that nobody answers are followed by none: the next answer is that of the next command', async () => {
    const events = await run(
      'blocked',
      `import { MongoClient } from 'pymongo'
      const notes = new MongoClient().db('test').collection('notes')
      export function main() {
        notes.insertOne({ _id: 1 })
        const before = Date.now()
        for (let _id = 2; _id < 12; _id += 1) notes.insertOne({ _id }, { w: 0 })
        console.log(Date.now() - before < 20)
        console.log(notes.countDocuments())
      }`,
    )
    expect(said(events)).toEqual(['true', '11'])
  })

  it('leave dates as they are where it is not BSON that is made', async () => {
    const lines = await printed(
      'blocked',
      `import { decode, encode } from 'bson'
      export function main() {
        const when = new Date(0)
        const again = decode(encode({ when, none: undefined })) as { when: Date }
        console.log(JSON.stringify([when, again.when, Object.keys(again), /x/, () => 1]))
      }`,
    )
    const date = '1970-01-01T00:00:00.000Z'
    expect(lines).toEqual([JSON.stringify([date, date, ['when'], {}, null])])
  })
})

describe('errors', () => {
  it('are of the same classes on both sides of the border between plain and rewritten code', async () => {
    const lines = await printed(
      'callbacks',
      `import { IOLoop } from 'ioloop'
      import { MotorClient } from 'motor'
      import { AutoReconnect, DuplicateKeyError, OperationFailure } from 'pymongo'
      const notes = new MotorClient().db('test').collection('notes')
      export function main() {
        const loop = IOLoop.instance()
        notes.insertOne({ _id: 1 }, () => {
          notes.insertOne({ _id: 1 }, (_: unknown, error: unknown) => {
            const classes = [DuplicateKeyError, OperationFailure, AutoReconnect]
            console.log(classes.map((one) => error instanceof one).join())
            loop.stop()
          })
        })
        loop.start()
      }`,
    )
    expect(lines).toEqual(['true,true,false'])
  })
})

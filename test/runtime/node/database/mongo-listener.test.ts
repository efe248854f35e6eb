import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Frames } from '../../../../server/mongo/wire/frames.ts'
import { randomBySeed } from '../../../../server/runtime/load/random.ts'
import {
  listenAsMongod,
  type MongoListener,
} from '../../../../server/runtime/node/database/mongo-listener.ts'
import { Leaks } from '../../../support/leaks.ts'
import { buildMongod } from '../../../support/mongod-binary.ts'
import { visitRudely } from '../../../support/rude-clients.ts'
import { ask, body, opMsg, type Reply } from '../../../support/wire.ts'

let listener: MongoListener
const sockets: Socket[] = []

/** A client that speaks the protocol by hand. Replies wait until they are asked for. */
class Client {
  readonly socket: Socket
  readonly #frames = new Frames()
  readonly #replies: Reply[] = []

  constructor() {
    this.socket = connect({ port: listener.port, host: '127.0.0.1', allowHalfOpen: true })
    this.socket.on('error', () => undefined)
    sockets.push(this.socket)
  }

  listen(): this {
    this.socket.on('data', (bytes) => {
      this.#replies.push(...this.#frames.push(bytes).map(body))
      this.socket.emit('reply')
    })
    return this
  }

  send(...messages: Uint8Array[]): this {
    for (const message of messages) this.socket.write(message)
    return this
  }

  async reply(): Promise<Reply> {
    while (this.#replies.length === 0) await once(this.socket, 'reply')
    return this.#replies.shift()!
  }

  ask(command: object): Promise<Reply> {
    return this.send(opMsg(command)).reply()
  }
}

async function following(client: Client): Promise<Uint8Array> {
  ask(listener.database, { create: 'log', capped: true, size: 100_000 })
  ask(listener.database, { insert: 'log', documents: [{ _id: 1 }] })
  const { cursor } = await client.ask({ find: 'log', tailable: true, awaitData: true })
  return opMsg({ getMore: BigInt(cursor.id), collection: 'log', maxTimeMS: 20_000 })
}

describe('the database on a port', () => {
  let leaks: Leaks
  beforeEach(async () => {
    leaks = await Leaks.watch()
    listener = await listenAsMongod(0, '127.0.0.1')
  })
  afterEach(async () => {
    await listener.close()
    for (const socket of sockets.splice(0)) socket.destroy()
    expect(await leaks.left()).toEqual([])
    await leaks.end()
  })

  it('brings an insert of one client to another that waits for it', async () => {
    const reader = new Client().listen()
    reader.send(await following(reader))
    await new Client().listen().ask({ insert: 'log', documents: [{ _id: 2 }] })
    expect((await reader.reply()).cursor.nextBatch).toEqual([{ _id: 2 }])
  })

  it('ends the waiting of a getMore when its time is over', async () => {
    const reader = new Client().listen()
    await following(reader)
    const { cursor } = await reader.ask({ find: 'log', tailable: true, awaitData: true })
    const more = { getMore: BigInt(cursor.id), collection: 'log', maxTimeMS: 20 }
    expect((await reader.ask(more)).cursor).toMatchObject({ nextBatch: [], id: cursor.id })
  })

  it('answers a client that has stopped sending, then closes', async () => {
    const client = new Client().listen()
    client.send(opMsg({ ping: 1 }), opMsg({ hello: 1 }))
    client.socket.end()
    expect([await client.reply(), await client.reply()]).toMatchObject([
      { ok: 1 },
      { isWritablePrimary: true },
    ])
    await once(client.socket, 'end')
  })

  it('lets nobody wait who has stopped sending', async () => {
    const client = new Client().listen()
    client.send(await following(client))
    client.socket.end()
    expect((await client.reply()).cursor.nextBatch).toEqual([])
    await once(client.socket, 'end')
  })

  it('closes on bytes that are no message', async () => {
    const client = new Client().listen()
    client.send(opMsg({ ping: 1 }), new Uint8Array(16))
    expect(await client.reply()).toEqual({ ok: 1 })
    await once(client.socket, 'end')
    client.socket.end()
  })

  it('serves no more to a client that does not read, and everything once it does', async () => {
    const text = 'x'.repeat(1_000_000)
    ask(listener.database, { insert: 'texts', documents: [{ _id: 1, text }] })
    const client = new Client()
    await once(client.socket, 'connect')
    const questions = 100
    client.send(...Array.from({ length: questions }, () => opMsg({ find: 'texts' })))
    const other = new Client().listen()
    const served = async () => {
      const { opcounters } = (await other.ask({ serverStatus: 1 })) as unknown as {
        opcounters: { query: number }
      }
      return opcounters.query
    }
    let before = -1
    for (let now = await served(); now !== before; now = await served()) {
      before = now
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(questions / 2)
    client.listen()
    for (let got = 0; got < questions; got++) expect((await client.reply()).cursor.firstBatch).toHaveLength(1)
  })

  it('names its address and process', async () => {
    const client = new Client().listen()
    expect(await client.ask({ whatsmyuri: 1 })).toEqual({
      you: `127.0.0.1:${client.socket.localPort}`,
      ok: 1,
    })
    const { host, pid } = await client.ask({ serverStatus: 1 })
    expect([String(host).endsWith(`:${listener.port}`), pid]).toEqual([true, process.pid])
  })

  it('outlives 1,000 clients that come and go at random moments', async () => {
    const messages = [
      opMsg({ ping: 1 }),
      opMsg({ find: 'matches' }),
      opMsg({ insert: 'matches', documents: [{}] }),
    ]
    await visitRudely({ port: listener.port, clients: 1000, crowd: 50, messages, random: randomBySeed(3) })
    const client = new Client().listen()
    expect(await client.ask({ ping: 1 })).toEqual({ ok: 1 })
    client.socket.destroy()
    await expect.poll(() => listener.database.connections).toBe(0)
  })

  it('serves 1,000 clients that are there at once', async () => {
    const clients = Array.from({ length: 1000 }, () => new Client().listen())
    const replies = await Promise.all(clients.map((client) => client.ask({ ping: 1 })))
    expect(replies).toEqual(Array(1000).fill({ ok: 1 }))
    expect(listener.database.connections).toBe(1000)
  })
})

it('gives back the memory that clients took', { timeout: 120_000 }, async () => {
  const { torment, remove } = await buildMongod()
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', torment])
  await remove()
  const { before, after, cursors, connections } = JSON.parse(stdout)
  expect([cursors, connections]).toEqual([0, 0])
  expect(after - before).toBeLessThan(2_000_000)
})

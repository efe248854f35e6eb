/** Puts the portable database on a TCP port. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { MongoServer } from '../../mongo/server.ts'
import { MONGOD_VERSION } from './mongod-version.ts'

/** Listens with an empty database of its own. Port 0 takes any free one. Rejects if the port is taken. */
export async function listenAsMongod(port: number, host: string): Promise<{ server: Server; port: number }> {
  const database = new MongoServer({
    newId: objectIds(),
    now: Date.now,
    random: Math.random,
    version: MONGOD_VERSION,
  })
  const server = createServer({ noDelay: true }, (socket) => serve(database, socket))
  server.listen(port, host)
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

function serve(database: MongoServer, socket: Socket): void {
  const connection = database.connect()
  socket.on('data', (bytes) => {
    const { replies, close } = connection.receive(bytes)
    for (const reply of replies) socket.write(reply)
    if (close !== undefined) socket.destroy()
    // Who doesn't read answers gets no further questions served, or their answers would fill the memory.
    else if (socket.writableNeedDrain) socket.pause()
  })
  socket.on('drain', () => socket.resume())
  socket.on('error', () => socket.destroy())
  socket.on('close', () => connection.close())
}

/** ObjectIds as MongoDB makes them: seconds, five random bytes of this process, a counter. */
function objectIds(): () => Uint8Array {
  const random = randomBytes(8)
  let counter = random.readUIntBE(5, 3)
  return () => {
    const id = Buffer.alloc(12)
    id.writeUInt32BE(Math.floor(Date.now() / 1000))
    random.copy(id, 4, 0, 5)
    counter = (counter + 1) % 2 ** 24
    id.writeUIntBE(counter, 9, 3)
    return id
  }
}

/** Clients that ask a database as fast as it answers, with next to no work of their own. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { BSON } from 'bson'

const HEADER = 16
const OP_MSG = 2013

/** A command, whose database is added. */
export type Command = Record<string, unknown>

/** Connections to one server. */
export class MongoLoad {
  readonly #sockets: Socket[]

  private constructor(sockets: Socket[]) {
    this.#sockets = sockets
  }

  /** Connects that many clients. Close it. */
  static async open(port: number, clients: number): Promise<MongoLoad> {
    const sockets = Array.from({ length: clients }, () => connect({ port, host: '127.0.0.1', noDelay: true }))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    return new MongoLoad(sockets)
  }

  /** Has the clients ask `count` commands in all, each one after another. Throws if one is answered with an error. */
  async ask(count: number, command: (index: number) => Command): Promise<void> {
    let next = 0
    const asking = this.#sockets.map(async (socket) => {
      while (next < count) {
        socket.write(messageOf(command(next++)))
        assertGood(await reply(socket))
      }
    })
    await Promise.all(asking)
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** A command as bytes, for the database `bench`. */
export function messageOf(command: Command): Buffer {
  const body = BSON.serialize({ ...command, $db: 'bench' })
  const message = Buffer.alloc(HEADER + 5 + body.length)
  message.writeInt32LE(message.length, 0)
  message.writeInt32LE(1, 4)
  message.writeInt32LE(OP_MSG, 12)
  message.set(body, HEADER + 5)
  return message
}

/** The next whole message. */
function reply(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    const take = (part: Buffer) => {
      parts.push(part)
      size += part.length
      const first = parts[0]!
      if (first.length < 4 || size < first.readInt32LE(0)) return
      socket.off('data', take).off('close', gone)
      resolve(parts.length === 1 ? first : Buffer.concat(parts))
    }
    const gone = () => reject(new Error('the measured database closed a connection'))
    socket.on('data', take).once('close', gone)
  })
}

function assertGood(message: Buffer): void {
  const { ok, errmsg, writeErrors } = BSON.deserialize(message.subarray(HEADER + 5))
  if (ok !== 1 || writeErrors) throw new Error(`a measured command failed: ${errmsg ?? 'write errors'}`)
}

/** Logs a fresh connection in, before the guest gets it: two commands, spoken over the bare socket. */
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { BSON } from 'mongodb'
import { Scram, type ScramMechanism, scramSecret } from './scram.ts'

export interface Login {
  mechanism: ScramMechanism
  username: string
  password: string
  /** The database that knows the user. */
  source: string
}

interface SaslReply {
  ok: number
  errmsg?: string
  conversationId?: number
  done?: boolean
  payload?: { buffer: Uint8Array }
}

const OP_MSG = 2013
/** Length, request id, response to, operation; then flags and the kind of the only section. Bytes. */
const HEADER = 16
const BODY = HEADER + 5

/** Makes what logs connections in with these credentials. The costly part is done once. */
export function loginWith({
  mechanism,
  username,
  password,
  source,
}: Login): (socket: Socket) => Promise<void> {
  const secret = scramSecret(mechanism, username, password)
  const salted = new Map<string, Promise<Buffer>>()
  return async (socket) => {
    const scram = new Scram({
      mechanism,
      username,
      secret,
      nonce: randomBytes(24).toString('base64'),
      salted,
    })
    const command = (fields: object) => ask(socket, { ...fields, $db: source })
    const payload = new BSON.Binary(Buffer.from(scram.first))
    const challenge = await command({
      saslStart: 1,
      mechanism,
      payload,
      options: { skipEmptyExchange: true },
    })
    const { conversationId } = challenge
    const proceed = (words: string) =>
      command({ saslContinue: 1, conversationId, payload: new BSON.Binary(Buffer.from(words)) })
    const last = await proceed(await scram.final(textOf(challenge)))
    scram.verify(textOf(last))
    if (!last.done && !(await proceed('')).done) throw new Error("the login doesn't come to its end")
  }
}

function textOf({ payload }: SaslReply): string {
  return Buffer.from(payload?.buffer ?? []).toString()
}

/** One command and its reply. */
async function ask(socket: Socket, command: object): Promise<SaslReply> {
  const document = BSON.serialize(command)
  const message = Buffer.alloc(BODY + document.length)
  message.writeInt32LE(message.length, 0)
  message.writeInt32LE(1, 4)
  message.writeInt32LE(OP_MSG, 12)
  message.set(document, BODY)
  socket.write(message)
  const reply = BSON.deserialize((await oneMessage(socket)).subarray(BODY)) as SaslReply
  if (reply.ok !== 1) throw new Error(reply.errmsg ?? 'the login was refused')
  return reply
}

function oneMessage(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0)
    const take = (bytes: Buffer) => {
      got = Buffer.concat([got, bytes])
      if (got.length < HEADER || got.length < got.readInt32LE(0)) return
      socket.off('data', take)
      socket.off('close', lost)
      resolve(got)
    }
    const lost = () => reject(new Error('the connection was closed during the login'))
    socket.on('data', take)
    socket.on('close', lost)
  })
}

/**
 * A way to a mongod that asks for more than the mongod does: TLS, and a login by SCRAM-SHA-256. It's spoken here
 * from the server's side, so that the npm driver's login tells whether that's right, and then ours.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { BSON } from 'mongodb'
import type { Certificates } from './certificates.ts'

export interface GateOptions {
  /** Where the mongod listens. */
  upstream: number
  certificates?: Certificates
  /** Who may pass; anybody if nobody is named. */
  login?: { username: string; password: string }
}

export interface Gate {
  port: number
  /** How many connections have logged in. */
  logins(): number
  /** Breaks all connections and takes no more. */
  close(): Promise<void>
}

type Command = Record<string, unknown> & { payload?: { buffer: Uint8Array } }

const OP_MSG = 2013
const BODY = 21
const ROUNDS = 4096

/** Opens the gate on any free port of this machine, or on this one. */
export async function openGate(options: GateOptions, port = 0): Promise<Gate> {
  const sockets = new Set<Socket>()
  let logins = 0
  const pass = (socket: Socket) => {
    sockets.add(socket)
    guard(socket, options, () => {
      logins += 1
    })
  }
  const server: Server = options.certificates
    ? createTlsServer(options.certificates, pass)
    : createServer(pass)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    logins: () => logins,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function guard(socket: Socket, { upstream, login }: GateOptions, passed: () => void): void {
  const inner = connect(upstream, '127.0.0.1')
  for (const [one, other] of [
    [socket, inner],
    [inner, socket],
  ] as const) {
    one.on('error', () => undefined)
    one.on('close', () => other.destroy())
  }
  inner.pipe(socket)
  let speech = login && new Speech(login)
  let got = Buffer.alloc(0)
  socket.on('data', (bytes) => {
    got = Buffer.concat([got, bytes])
    while (got.length >= 16 && got.length >= got.readInt32LE(0)) {
      const message = got.subarray(0, got.readInt32LE(0))
      got = got.subarray(message.length)
      const answer = speech && message.readInt32LE(12) === OP_MSG && speech.answer(commandOf(message))
      if (answer) socket.write(reply(message, answer))
      else inner.write(message)
      if (speech?.passed) {
        speech = undefined
        passed()
      }
    }
  })
}

function commandOf(message: Buffer): Command {
  return BSON.deserialize(message.subarray(BODY, BODY + message.readInt32LE(BODY))) as Command
}

function reply(message: Buffer, document: object): Buffer {
  const body = BSON.serialize(document)
  const bytes = Buffer.alloc(BODY + body.length)
  bytes.writeInt32LE(bytes.length, 0)
  bytes.writeInt32LE(message.readInt32LE(4), 8)
  bytes.writeInt32LE(OP_MSG, 12)
  bytes.set(body, BODY)
  return bytes
}

/** The server's side of a login. */
class Speech {
  passed = false
  readonly #login: { username: string; password: string }
  readonly #salt = randomBytes(16).toString('base64')
  #signed = ''

  constructor(login: { username: string; password: string }) {
    this.#login = login
  }

  /** What to answer; undefined is for the mongod to answer. */
  answer(command: Command): object | undefined {
    if ('hello' in command || 'ismaster' in command) return undefined
    const said = Buffer.from(command.payload?.buffer ?? []).toString()
    if ('saslStart' in command) return this.#challenge(said)
    if ('saslContinue' in command) return this.#judge(said)
    return { ok: 0, errmsg: `command ${Object.keys(command)[0]} requires authentication`, code: 13 }
  }

  #challenge(said: string): object {
    const bare = said.slice('n,,'.length)
    const nonce = bare.slice(bare.indexOf(',r=') + 3) + randomBytes(9).toString('base64')
    const challenge = `r=${nonce},s=${this.#salt},i=${ROUNDS}`
    this.#signed = `${bare},${challenge}`
    return { ok: 1, conversationId: 7, done: false, payload: new BSON.Binary(Buffer.from(challenge)) }
  }

  #judge(said: string): object {
    const [withoutProof = '', proof = ''] = said.split(',p=')
    const signed = `${this.#signed},${withoutProof}`
    const key = pbkdf2Sync(this.#login.password, Buffer.from(this.#salt, 'base64'), ROUNDS, 32, 'sha256')
    const stored = createHash('sha256').update(hmac(key, 'Client Key')).digest()
    const signature = hmac(stored, signed)
    const clientKey = Buffer.from(proof, 'base64').map((byte, index) => byte ^ signature[index]!)
    const right = createHash('sha256').update(clientKey).digest().equals(stored)
    if (!right || !this.#signed.startsWith(`n=${this.#login.username},`)) {
      return { ok: 0, errmsg: 'Authentication failed.', code: 18, codeName: 'AuthenticationFailed' }
    }
    this.passed = true
    const words = `v=${hmac(hmac(key, 'Server Key'), signed).toString('base64')}`
    return { ok: 1, conversationId: 7, done: true, payload: new BSON.Binary(Buffer.from(words)) }
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

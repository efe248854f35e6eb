/** The client's part of a SCRAM login (RFC 5802, RFC 7677), as MongoDB speaks it. Bytes travel elsewhere. */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

export type ScramMechanism = 'SCRAM-SHA-1' | 'SCRAM-SHA-256'

/** `secret` is the password as the mechanism takes it: see `scramSecret`. */
export interface ScramOptions {
  mechanism: ScramMechanism
  username: string
  secret: string
  /** Printable ASCII without a comma, new for each login. */
  nonce: string
  /** Salted passwords by salt and rounds: they take milliseconds, and are the same for each login. */
  salted?: Map<string, Promise<Buffer>>
}

/** Fewer rounds than this would give the password away too cheaply: nobody asks for less. */
const LEAST_ROUNDS = 4096

/** What is hashed in place of the password: SHA-1 logins of MongoDB use an older form of it. */
export function scramSecret(mechanism: ScramMechanism, username: string, password: string): string {
  if (mechanism === 'SCRAM-SHA-256') return prepared(password)
  return createHash('md5').update(`${username}:mongo:${password}`).digest('hex')
}

/** One login: what to say first, what to say to the first answer, and whether the last one is the server's. */
export class Scram {
  readonly #options: ScramOptions
  readonly #bare: string
  #serverSignature: Buffer = Buffer.alloc(0)

  constructor(options: ScramOptions) {
    const name = options.username.replaceAll('=', '=3D').replaceAll(',', '=2C')
    this.#options = options
    this.#bare = `n=${name},r=${options.nonce}`
  }

  get first(): string {
    return `n,,${this.#bare}`
  }

  /** Answers the server's challenge. Rejects one that isn't an answer to `first`. */
  async final(challenge: string): Promise<string> {
    const { r: nonce = '', s: salt = '', i: rounds = '' } = fields(challenge)
    if (!nonce.startsWith(this.#options.nonce) || nonce === this.#options.nonce) {
      throw new Error("the server's answer to the login has a wrong nonce")
    }
    if (!(Number(rounds) >= LEAST_ROUNDS)) throw new Error(`the server asks for ${rounds} rounds only`)
    const key = await this.#saltedPassword(salt, Number(rounds))
    const withoutProof = `c=biws,r=${nonce}`
    const signed = `${this.#bare},${challenge},${withoutProof}`
    const clientKey = this.#hmac(key, 'Client Key')
    const storedKey = createHash(this.#hash).update(clientKey).digest()
    const signature = this.#hmac(storedKey, signed)
    this.#serverSignature = this.#hmac(this.#hmac(key, 'Server Key'), signed)
    const proof = clientKey.map((byte, index) => byte ^ signature[index]!)
    return `${withoutProof},p=${Buffer.from(proof).toString('base64')}`
  }

  /** Throws if whoever answered doesn't know the password either. */
  verify(answer: string): void {
    const { v = '', e } = fields(answer)
    if (e) throw new Error(`the server refuses the login: ${e}`)
    const signature = Buffer.from(v, 'base64')
    const expected = this.#serverSignature
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw new Error("the server's signature is wrong: it may not be the one it claims to be")
    }
  }

  get #hash(): string {
    return this.#options.mechanism === 'SCRAM-SHA-1' ? 'sha1' : 'sha256'
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text).digest()
  }

  #saltedPassword(salt: string, rounds: number): Promise<Buffer> {
    const { secret, salted = new Map<string, Promise<Buffer>>() } = this.#options
    const name = `${rounds},${salt}`
    const length = this.#hash === 'sha1' ? 20 : 32
    const made =
      salted.get(name) ?? promisify(pbkdf2)(secret, Buffer.from(salt, 'base64'), rounds, length, this.#hash)
    salted.set(name, made)
    return made
  }
}

/** The letters of a message and what they stand for. */
function fields(message: string): Record<string, string> {
  return Object.fromEntries(message.split(',').map((field) => [field.slice(0, 1), field.slice(2)]))
}

/** SASLprep (RFC 4013) without its prohibitions: a password that breaks those is the server's to refuse. */
function prepared(password: string): string {
  return password
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g, '')
    .normalize('NFKC')
}

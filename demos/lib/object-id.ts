/** MongoDB's usual `_id`, made by the driver: nobody has to be asked. */

/**
 * Twelve bytes: four of time, five of whoever makes it, three counted.
 * A TypeError says which text isn't one.
 *
 *     0        4             9        12
 *     │ seconds │ who, once   │ count  │   PyMongo 2.5, bson/objectid.py
 *
 * ```ts blocked
 * import { ObjectId } from 'bson'
 *
 * export function main() {
 *   const id = new ObjectId('5f2c3a1e0000000000000001')
 *   console.log(String(id), id.getTimestamp().getTime())
 * }
 * ```
 */
export class ObjectId {
  /** 24 hexadecimal digits. */
  readonly hex: string

  /** Makes a new one, unless its 24 digits are given. */
  constructor(hex: string = generate()) {
    if (!/^[0-9a-f]{24}$/i.test(hex)) {
      throw new TypeError(`${hex} is not a valid ObjectId`)
    }
    this.hex = hex.toLowerCase()
  }

  /** When it was made, to the second. */
  getTimestamp(): Date {
    return new Date(Number.parseInt(this.hex.slice(0, 8), 16) * 1000)
  }

  equals(other: unknown): boolean {
    return other instanceof ObjectId && other.hex === this.hex
  }

  toString(): string {
    return this.hex
  }

  toJSON(): object {
    return { $oid: this.hex }
  }
}

let who = digits(Math.random() * 2 ** 40, 10)
let count = Math.floor(Math.random() * 2 ** 24)

/**
 * Says who makes the ids from now on. Threads share no memory here and
 * begin with the same random numbers; their connections differ.
 */
export function identify(connection: number, time: number): void {
  who = digits(connection, 6) + digits(Math.floor(time / 1000), 4)
}

function generate(): string {
  count = (count + 1) % 2 ** 24
  const seconds = Math.floor(Date.now() / 1000)
  return digits(seconds, 8) + who + digits(count, 6)
}

/** The last so many hexadecimal digits. */
function digits(value: number, length: number): string {
  const text = Math.floor(value).toString(16)
  return text.padStart(length, '0').slice(-length)
}

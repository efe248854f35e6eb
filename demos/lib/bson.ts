/** Documents, and the few types of theirs that JSON doesn't have. */

/** Any document. */
export type Document = Record<string, unknown>

/** MongoDB's usual `_id`: 24 hexadecimal digits. */
export class ObjectId {
  readonly hex: string
  constructor(hex: string) {
    this.hex = hex
  }
  toString(): string {
    return this.hex
  }
  toJSON(): object {
    return { $oid: this.hex }
  }
}

/** A 64-bit integer that a number can't hold. */
export class Long {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
  toString(): string {
    return this.digits
  }
  toJSON(): object {
    return { $numberLong: this.digits }
  }
}

/** A value that BSON can't hold, or bytes that aren't BSON. */
export class InvalidDocument extends Error {
  override name = 'InvalidDocument'
}

export function encode(document: Document): string {
  return checked($encodeBson(JSON.stringify(document)))
}

export function decode(bytes: string): Document {
  const json = checked($decodeBson(bytes))
  if (!json.includes('"$')) return JSON.parse(json) as Document
  return JSON.parse(json, revive) as Document
}

function checked(answer: string): string {
  if (answer.startsWith('!')) throw new InvalidDocument(answer.slice(1))
  return answer
}

function revive(_key: string, value: unknown): unknown {
  const wrapped = value as Record<string, string> | null
  if (typeof wrapped?.$oid === 'string') {
    return new ObjectId(wrapped.$oid)
  }
  if (typeof wrapped?.$numberLong === 'string') {
    return new Long(wrapped.$numberLong)
  }
  return value
}

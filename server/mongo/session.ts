/** Sessions: clients name one in every command. Nothing is kept of them; cursors remember theirs. */
import { TYPE } from './bson-type.ts'
import { toHex } from './bytes.ts'
import type { Call } from './command.ts'
import type { Document, Value } from './document.ts'
import { binary } from './values.ts'

/** How mongod writes the owner of a session where nobody logs in: a digest of nothing. */
const NOBODY = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

/** The text of the session that a command belongs to, as in mongod's messages; undefined if to none. */
export function sessionOf({ body }: Call): string | undefined {
  const lsid = body.get('lsid')
  return lsid?.isDocument ? sessionText(lsid.document) : undefined
}

/** The text of a session id `{ id: UUID }`; undefined if it isn't one. */
export function sessionText(lsid: Document): string | undefined {
  const id = lsid.get('id')
  return id && isUuid(id) ? `${uuidText(id)} - ${NOBODY}` : undefined
}

/** Binary of subtype 4 and 16 bytes. */
export function isUuid({ type, bytes }: Value): boolean {
  return type === TYPE.binData && bytes.length === 21 && bytes[4] === 4
}

/** A random UUID. */
export function newUuid(random: () => number): Value {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return binary(4, bytes)
}

/** How a UUID is written. */
export function uuidText({ bytes }: Value): string {
  return toHex(bytes.subarray(5)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

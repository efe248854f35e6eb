/** Sessions: clients name one in every command. Nothing is kept of them; cursors remember theirs. */
import { TYPE } from './bson/bson-type.ts'
import type { Document, Value } from './bson/document.ts'
import { uuidText } from './bson/uuid.ts'
import type { Call } from './command.ts'

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

/** The sessions that clients have used lately: nothing depends on them, but `$listLocalSessions` tells them. */
import type { Document, Value } from '../bson/document.ts'
import { encode } from '../bson/encode.ts'
import { binary } from '../bson/values.ts'
import type { Call, Services } from '../command.ts'
import { isUuid } from '../session.ts'

/** A session ends when it wasn't used for so long, ms. */
const LIFETIME = 30 * 60_000

/** So many are remembered; the ones that weren't used for longest go first. */
const MOST = 10_000

/** Who a session belongs to where nobody logs in: the SHA-256 of nothing. */
const NOBODY = binary(
  0,
  Uint8Array.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'.match(/../g)!, (pair) =>
    Number.parseInt(pair, 16),
  ),
)

interface Session {
  readonly id: Value
  /** When it was used last, ms since the epoch. */
  readonly at: number
}

/** The sessions of each server, by their ids; the one that was used last is the last. */
const known = new WeakMap<Services, Map<string, Session>>()

function sessionsOf(services: Services): Map<string, Session> {
  const found = known.get(services) ?? new Map<string, Session>()
  known.set(services, found)
  return found
}

function idIn(lsid: Value | undefined): Value | undefined {
  const id = lsid?.isDocument ? lsid.document.get('id') : undefined
  return id && isUuid(id) ? id : undefined
}

function keyOf({ bytes }: Value): string {
  return String.fromCharCode(...bytes.subarray(5))
}

/** Remembers that a session is used, if the value names one. */
export function useSession(services: Services, lsid: Value | undefined): void {
  const id = idIn(lsid)
  if (!id) return
  const sessions = sessionsOf(services)
  const key = keyOf(id)
  const old = sessions.get(key)
  sessions.delete(key)
  // A copy, so that the message it came in needn't be kept.
  sessions.set(key, { id: old?.id ?? binary(4, id.bytes.slice(5)), at: services.now() })
  for (const [oldest] of sessions) {
    if (sessions.size <= MOST) break
    sessions.delete(oldest)
  }
}

/** Notes what a command says of sessions: the one it belongs to, and those that it ends or renews. */
export function noteSessions({ name, services, body }: Call): void {
  useSession(services, body.get('lsid'))
  if (name !== 'endSessions' && name !== 'refreshSessions') return
  const list = body.fields[0]!.value
  for (const lsid of list.isArray ? list.elements : []) {
    const id = idIn(lsid)
    if (name === 'refreshSessions') useSession(services, lsid)
    else if (id) sessionsOf(services).delete(keyOf(id))
  }
}

/** What `$listLocalSessions` gives: one document a session. */
export function listSessions(services: Services): Document[] {
  const limit = services.now() - LIFETIME
  const sessions = sessionsOf(services)
  for (const [key, { at }] of sessions) if (at < limit) sessions.delete(key)
  return Array.from(sessions.values(), ({ id, at }) =>
    encode({ _id: { id, uid: NOBODY }, lastUse: new Date(at) }),
  )
}

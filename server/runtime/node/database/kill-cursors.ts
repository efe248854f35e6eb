/** Closes what a run left open on a database that others use after it: nothing else would for ten minutes. */
import { concat } from '../../../mongo/bson/bytes.ts'
import { encode } from '../../../mongo/bson/encode.ts'
import { writeReply } from '../../../mongo/wire/message.ts'
import { dialEndpoint, type Endpoint } from './database-endpoint.ts'

/** How long the database may take, ms. */
const PATIENCE = 1000

/** So many cursors fit into one command, with room to spare. */
const AT_ONCE = 10_000

/** Kills cursors, given with their namespaces, over a connection of its own. Never rejects: who can't be reached keeps them. */
export async function killCursors(address: Endpoint, left: ReadonlyMap<bigint, string>): Promise<void> {
  if (left.size === 0) return
  const { socket, ready } = dialEndpoint(address)
  const late = setTimeout(() => socket.destroy(), PATIENCE)
  socket.on('error', () => undefined)
  await new Promise((resolve) => {
    socket.once('close', resolve)
    // The database answers what it was sent before the end, then closes: nobody else has to be told of that.
    const send = () => {
      socket.removeAllListeners('close').once('close', resolve)
      socket.resume().end(concat([...idsByNamespace(left)].flatMap(commands)))
    }
    void ready.then(send, () => socket.destroy())
  })
  clearTimeout(late)
}

function idsByNamespace(left: ReadonlyMap<bigint, string>): Map<string, bigint[]> {
  const groups = new Map<string, bigint[]>()
  for (const [id, namespace] of left) {
    const group = groups.get(namespace)
    if (group) group.push(id)
    else groups.set(namespace, [id])
  }
  return groups
}

function commands([namespace, ids]: [string, bigint[]]): Uint8Array[] {
  const dot = namespace.indexOf('.')
  const target = { killCursors: namespace.slice(dot + 1), $db: namespace.slice(0, dot) }
  const messages: Uint8Array[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { bytes } = encode({ ...target, cursors: ids.slice(at, at + AT_ONCE) })
    messages.push(
      writeReply(
        at,
        { id: 0, responseTo: 0, legacy: false, moreToCome: false, exhaustAllowed: false },
        bytes,
      ),
    )
  }
  return messages
}

/** `hello`: what drivers ask first, to learn whom they talk to, and then ask to be told of changes. */
import { RANK } from '../bson/bson-type.ts'
import { writeInt32 } from '../bson/bytes.ts'
import { compareValues } from '../bson/compare.ts'
import { encodeValue, type Reply } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import { objectId } from '../bson/values.ts'
import type { Call, Command, Services } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { MAX_DOCUMENT } from '../storage/store.ts'
import { Wait } from '../wait.ts'
import { MAX_MESSAGE } from '../wire/frames.ts'

/** The protocol of MongoDB 7.0. */
const WIRE_VERSION = 21

export default { names: ['hello'], fields: {}, lenient: true, run: hello } satisfies Command

/**
 * A client that says which version of the topology it knows is answered when there is another one, or its patience
 * is over; as a standalone server never changes, that is always its patience. Without `compression` in the reply
 * drivers compress nothing: it would cost more than it gains where the client is next door.
 */
export function hello(call: Call): Reply | Wait {
  const { client, services, body } = call
  const metadata = body.get('client')
  if (metadata?.isDocument) {
    if (client.metadata) {
      throw new CommandError(186, 'The client metadata document may only be sent in the first hello')
    }
    client.metadata = metadata.document
  }
  const patience = patienceOf(call)
  if (patience === undefined) return describe(call)
  // Never at once: a client that wants one reply after the other would leave no time for anybody else.
  return new Wait(services.now() + Math.max(1, patience), (last) => (last ? describe(call) : undefined))
}

/** The client of this call wants to be told of changes. */
export function isAwaited({ name, body }: Call): boolean {
  return /^(hello|is[mM]aster)$/.test(name) && body.get('topologyVersion') !== undefined
}

function describe({ name, client, services }: Call): Reply {
  return {
    [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    helloOk: true,
    topologyVersion: topologyVersion(services),
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new Date(services.now()),
    logicalSessionTimeoutMinutes: 30,
    connectionId: client.id,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  }
}

/** Tells this process from others that were reached by the same name. */
function topologyVersion({ startedAt, pid }: Services): Reply {
  const bytes = new Uint8Array(12)
  writeInt32(bytes, 0, startedAt / 1000)
  writeInt32(bytes, 4, startedAt % 1000)
  writeInt32(bytes, 8, pid)
  return { processId: objectId(bytes), counter: 0n }
}

/** How long the client waits for news, ms; undefined if it has to be answered at once. */
function patienceOf({ body, services }: Call): number | undefined {
  const [known, patience] = [body.get('topologyVersion'), body.get('maxAwaitTimeMS')]
  if (!known && !patience) return undefined
  if (!known || !patience) {
    const [given, missing] = known
      ? ["a 'topologyVersion'", "'maxAwaitTimeMS'"]
      : ["'maxAwaitTimeMS'", "a 'topologyVersion'"]
    throw new CommandError(31368, `A request with ${given} must include ${missing}`)
  }
  const time = patience.rank === RANK.number ? toNumber(patience) : Number.NaN
  if (!(time >= 0)) throw new CommandError(31373, 'maxAwaitTimeMS must be a non-negative integer')
  return compareValues(known, encodeValue(topologyVersion(services))) === 0 ? time : undefined
}

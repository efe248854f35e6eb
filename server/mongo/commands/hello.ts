/** `hello`: what drivers ask first, to learn whom they talk to. */

import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { MAX_DOCUMENT } from '../storage/store.ts'
import { MAX_MESSAGE } from '../wire/frames.ts'

/** The protocol of MongoDB 7.0. */
const WIRE_VERSION = 21

export default { names: ['hello'], fields: {}, lenient: true, run: hello } satisfies Command

/**
 * Without `topologyVersion` drivers ask again from time to time instead of leaving a request open, and without
 * `compression` they compress nothing: both would cost more than they gain where the client is next door.
 */
export function hello({ name, client, services, body }: Call): Reply {
  const metadata = body.get('client')
  if (metadata?.isDocument) {
    if (client.metadata) {
      throw new CommandError(186, 'The client metadata document may only be sent in the first hello')
    }
    client.metadata = metadata.document
  }
  return {
    [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    helloOk: true,
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

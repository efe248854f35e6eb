/** `hello`, and `isMaster` as it was called before: what drivers ask first, to learn whom they talk to. */
import type { Call, Command } from '../command.ts'
import type { Reply } from '../encode.ts'
import { MAX_MESSAGE } from '../frames.ts'
import { MAX_DOCUMENT } from '../store.ts'

/** The protocol of MongoDB 7.0. */
const WIRE_VERSION = 21

export default {
  names: ['hello', 'isMaster', 'ismaster'],
  fields: {},
  lenient: true,
  run: hello,
} satisfies Command

/** Without `topologyVersion` drivers ask again from time to time instead of leaving a request open. */
function hello({ name, connection, services }: Call): Reply {
  return {
    [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    helloOk: true,
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new Date(services.now()),
    logicalSessionTimeoutMinutes: 30,
    connectionId: connection,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  }
}

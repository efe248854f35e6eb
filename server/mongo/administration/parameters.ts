/** The settings of a server that clients can ask for. */
import type { ReplyValue } from '../bson/encode.ts'
import { IDLE_LIMIT } from '../cursors.ts'

/** The settings of a server of that version, by name. */
export function parameters(version: string): Map<string, ReplyValue> {
  return new Map<string, ReplyValue>([
    ['acceptApiVersion2', false],
    ['authenticationMechanisms', ['SCRAM-SHA-1', 'SCRAM-SHA-256']],
    ['cursorTimeoutMillis', BigInt(IDLE_LIMIT)],
    ['enableTestCommands', true],
    ['featureCompatibilityVersion', { version: version.replace(/\.\d+$/, '') }],
    ['logLevel', 0],
    ['quiet', false],
    ['requireApiVersion', false],
    ['transactionLifetimeLimitSeconds', 60],
  ])
}

/** How guests' connections to a deployment are logged in: by SCRAM, with the driver's credentials, or not at all. */
import type { Socket } from 'node:net'
import type { MongoClient } from 'mongodb'
import { NotPossible } from '../not-possible.ts'
import { loginWith } from './sasl-login.ts'
import type { ScramMechanism } from './scram.ts'

const ANY = 'DEFAULT'

/** Throws if the connection string asks for a login by more than name and password. */
export function refuseOtherLogins({ options: { credentials } }: MongoClient): void {
  const mechanism = credentials?.mechanism ?? ANY
  if (mechanism === ANY || isScram(mechanism)) return
  throw new NotPossible(
    `MONGODB_URI asks for a login by ${mechanism}: programs here can log in by SCRAM-SHA-256 and SCRAM-SHA-1 only`,
  )
}

/** What logs a connection in, if the deployment wants that. */
export async function loginFor(
  client: MongoClient,
): Promise<((socket: Socket) => Promise<void>) | undefined> {
  const { credentials } = client.options
  if (!credentials) return undefined
  const { username, password, source, mechanism } = credentials
  const chosen = isScram(mechanism) ? mechanism : await bestMechanism(client, `${source}.${username}`)
  return loginWith({ mechanism: chosen, username, password, source })
}

function isScram(mechanism: string): mechanism is ScramMechanism {
  return mechanism === 'SCRAM-SHA-256' || mechanism === 'SCRAM-SHA-1'
}

/** The one that drivers choose when nobody says which. */
async function bestMechanism(client: MongoClient, user: string): Promise<ScramMechanism> {
  const { saslSupportedMechs } = await client.db('admin').command({ hello: 1, saslSupportedMechs: user })
  const known = Array.isArray(saslSupportedMechs) ? saslSupportedMechs : []
  return known.includes('SCRAM-SHA-256') ? 'SCRAM-SHA-256' : 'SCRAM-SHA-1'
}

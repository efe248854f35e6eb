/**
 * The deployment that `MONGODB_URI` names: any that the npm driver can find its way in. The driver stays
 * connected, to know which server takes writes; guests get connections of their own to that one.
 */
import { MongoClient, MongoServerSelectionError } from 'mongodb'
import { NotPossible } from '../not-possible.ts'
import { connectionsTo } from './deployment-connections.ts'
import { loginFor, refuseOtherLogins } from './deployment-login.ts'
import { followPrimary } from './deployment-primary.ts'
import { seedDeployment } from './deployment-seed.ts'
import type { Mongod } from './mongod.ts'
import { redactor } from './redact.ts'
import { nameOf } from './sow-into.ts'
import type { StartOptions } from './start-database.ts'

/** How long the deployment may take to be found, ms, unless the connection string says something else. */
const PATIENCE = 5000
const HOW_TO_WRITE =
  'MONGODB_URI is no connection string: write mongodb://user:password@host:27017/, ' +
  'with %40 for an @ in the password and so on'

/** Connects, and seeds what isn't there. Rejects, naming no credentials, if that can't be done. */
export async function openDeployment(
  uri: string,
  { seed, say }: Pick<StartOptions, 'seed' | 'say'>,
): Promise<Mongod> {
  const redact = redactor(uri)
  const client = clientOf(uri)
  const primary = followPrimary(client)
  try {
    refuseWhatGuestsCannot(client)
    await client.connect()
    const address = primary.address()
    const login = await loginFor(client)
    const name = nameOf(await client.db('admin').command({ buildInfo: 1 }), 'MongoDB')
    await seedDeployment(client, seed, (line) => say(redact(line)))
    const place = `${address.host}:${address.port}`
    return {
      ...address,
      dial: connectionsTo({
        address: primary.address,
        options: client.options,
        login,
        hungUp: primary.look,
      }),
      backend: `${name} at ${place}`,
      stop: () => {
        primary.stop()
        return client.close()
      },
      onExit: (fn) => primary.onLost(() => fn(`${place} can't be reached`)),
    }
  } catch (error) {
    primary.stop()
    await client.close()
    throw explained(error, redact)
  }
}

function clientOf(uri: string): MongoClient {
  const patience = /[?&]serverSelectionTimeoutMS=/i.test(uri) ? {} : { serverSelectionTimeoutMS: PATIENCE }
  try {
    return new MongoClient(uri, { ...patience, readPreference: 'primary' })
  } catch (error) {
    // What the driver says may hold any part of the string, and so of the password.
    const wrong = wrongOptions(uri, error as Error)
    if (wrong.length === 0) throw new NotPossible(HOW_TO_WRITE)
    throw new NotPossible(`MONGODB_URI has an option that the driver doesn't take so: ${wrong.join(', ')}`)
  }
}

/** The names of the options that the driver complains about; none where they may be pieces of a secret. */
function wrongOptions(uri: string, { message }: Error): string[] {
  const query = uri.slice(uri.indexOf('?') + 1)
  if (query === uri || /@|password|token|secret/i.test(query)) return []
  const names = query.split('&').map((option) => option.split('=', 1)[0]!)
  const words = new Set(message.toLowerCase().match(/\w+/g))
  return [...new Set(names)].filter((name) => words.has(name.toLowerCase()))
}

function refuseWhatGuestsCannot(client: MongoClient): void {
  const { options } = client
  refuseOtherLogins(client)
  const wanted = options.proxyHost ? 'a SOCKS proxy' : options.loadBalanced ? 'a load balancer' : undefined
  if (wanted) throw new NotPossible(`MONGODB_URI asks for ${wanted}: programs here can't connect that way`)
  if (options.hosts.some(({ isIPv6, socketPath }) => !isIPv6 && socketPath)) {
    throw new NotPossible('MONGODB_URI names a socket file: name a host and a port instead')
  }
}

/** Without the driver's own error: whoever prints its cause would print what is hidden here. */
function explained(error: unknown, redact: (text: string) => string): Error {
  const message = redact(messageOf(error))
  if (error instanceof NotPossible) return new NotPossible(message)
  // The driver has tried for a while.
  return new NotPossible(`the deployment of MONGODB_URI can't be used: ${message}`)
}

/** Of a search that found nothing, what was wrong with a server. */
function messageOf(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error))
  if (!(error instanceof MongoServerSelectionError)) return message
  const servers = [...(error.reason?.servers.values() ?? [])]
  const why = servers.map((server) => server.error?.message).find((text) => text !== undefined)
  return why === undefined || message.includes(why) ? message : `${message}: ${why}`
}

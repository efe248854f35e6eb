/**
 * Who may talk to the demo server. It runs code, so a page from elsewhere must not reach it, not even one
 * whose name was made to point at 127.0.0.1 (DNS rebinding): names are compared with a list fixed at listen,
 * never with each other.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const HTTP_PORT = 80

/** What the Host and Origin headers of a friendly request can be, for a server on this port. */
export interface OwnNames {
  hosts: ReadonlySet<string>
  origins: ReadonlySet<string>
}

/** The server's own names on this port of this machine. */
export function ownNames(port: number): OwnNames {
  const hosts = LOOPBACK.map((name) => (port === HTTP_PORT ? name : `${name}:${port}`))
  return { hosts: new Set(hosts), origins: new Set(hosts.map((host) => `http://${host}`)) }
}

/** Whether a Host header names this server. A missing one doesn't. */
export function isOwnHost(names: OwnNames, host: string | undefined): boolean {
  return host !== undefined && names.hosts.has(host.toLowerCase())
}

/** Whether an Origin header is one of the server's own. Missing and `null` are not. */
export function isOwnOrigin(names: OwnNames, origin: string | undefined): boolean {
  return origin !== undefined && names.origins.has(origin)
}

/** A secret that only the pages of this process know: 32 random bytes as base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether the two are equal, in a time that doesn't depend on where they differ. */
export function sameToken(token: string, offered: string | null): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return offered !== null && timingSafeEqual(digest(token), digest(offered))
}

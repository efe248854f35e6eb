/** The way through a proxy, where the environment names one: TLS goes through it from end to end. */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { connect as connectByTls, type TLSSocket } from 'node:tls'

/**
 * The proxy that `HTTPS_PROXY` names for this address, unless `NO_PROXY` excepts it. Throws an Error that names
 * the variable if that is no address.
 */
export function proxyFor({ protocol, hostname }: URL): URL | undefined {
  const { HTTPS_PROXY, https_proxy = HTTPS_PROXY, NO_PROXY, no_proxy = NO_PROXY ?? '' } = process.env
  if (protocol !== 'https:' || !https_proxy) return undefined
  const excepted = no_proxy.split(',').map((name) => name.trim().replace(/^\*?\./, ''))
  const isExcepted = (name: string) => name === '*' || hostname === name || hostname.endsWith(`.${name}`)
  return excepted.some((name) => name !== '' && isExcepted(name)) ? undefined : proxyAt(https_proxy)
}

/** Doesn't say what stands there: that may contain a password. */
function proxyAt(text: string): URL {
  const proxy = URL.canParse(text) ? new URL(text) : undefined
  if (proxy?.hostname) return proxy
  throw new Error('HTTPS_PROXY is no address: write http://host:port/')
}

/** A connection to the host of `url`, its certificate verified, through an HTTP proxy. */
export async function tunnelTo(url: URL, proxy: URL, signal: AbortSignal): Promise<TLSSocket> {
  const target = `${url.hostname}:${url.port || 443}`
  const { username, password } = proxy
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  )
  const asking = request({
    host: proxy.hostname,
    port: proxy.port || 80,
    method: 'CONNECT',
    path: target,
    headers: { Host: target, ...(username && { 'Proxy-Authorization': `Basic ${login}` }) },
    signal,
  })
  asking.end()
  const [{ statusCode }, socket] = (await once(asking, 'connect', { signal })) as [IncomingMessage, Socket]
  if (statusCode !== 200) {
    socket.destroy()
    throw new Error(`the proxy ${proxy.host} answers ${statusCode}`)
  }
  const secure = connectByTls({ socket, servername: url.hostname, rejectUnauthorized: true })
  await once(secure, 'secureConnect', { signal })
  return secure
}

/** Gets a file over the network: from whom it says it is, in time, or not at all. */
import { type IncomingMessage, request as requestByHttp } from 'node:http'
import { request as requestByHttps } from 'node:https'
import { proxyFor, tunnelTo } from './proxy-tunnel.ts'

export interface GetOptions {
  /** Ends it; the reason is an Error for people. */
  signal: AbortSignal
  /** How long the other side may take to begin an answer, ms. */
  patience: number
}

const MOST_REDIRECTS = 3

/** The answer to a GET, after redirects, whatever its status. Rejects with an Error for people. */
export async function verifiedGet(url: URL, options: GetOptions, redirects = 0): Promise<IncomingMessage> {
  const answer = await ask(url, options)
  const { statusCode = 0, headers } = answer
  if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) return answer
  answer.destroy()
  if (redirects === MOST_REDIRECTS) throw new Error(`${url.host} redirects more than ${MOST_REDIRECTS} times`)
  return verifiedGet(new URL(headers.location, url), options, redirects + 1)
}

async function ask(url: URL, { signal, patience }: GetOptions): Promise<IncomingMessage> {
  if (url.protocol !== 'https:' && !isThisMachine(url)) {
    throw new Error(
      `${withoutUser(url)} is not an https: address: anybody on the way could change what comes`,
    )
  }
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new Error(`${url.host} did not answer within ${patience / 1000} s`)),
    patience,
  )
  const both = AbortSignal.any([signal, late.signal])
  try {
    return await answerOf(url, both)
  } catch (cause) {
    if (both.aborted) throw both.reason
    throw new Error(explain(url, cause as NodeJS.ErrnoException), { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** What goes to this machine itself passes nobody. */
function isThisMachine({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

async function answerOf(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const proxy = proxyFor(url)
  const socket = proxy && (await tunnelTo(url, proxy, signal))
  // Also where somebody has turned the check off for all of Node: an executable comes this way.
  const options = {
    rejectUnauthorized: true,
    signal,
    ...(socket && { createConnection: () => socket, agent: false }),
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestByHttps(url, options) : requestByHttp(url, options)
    request.on('response', resolve).on('error', reject).end()
  })
}

/** An address without the name and password that it may contain. */
export function withoutUser(url: URL): string {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare.href
}

function explain({ host }: URL, { code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${host} can't be found: is there a network?`
  if (/CERT|SIGNED|SIGNATURE|ERR_TLS/.test(code)) {
    return `the certificate of ${host} is not to be trusted (${message}); an authority of your own goes into NODE_EXTRA_CA_CERTS`
  }
  return `${host} can't be reached: ${message || code}`
}

/** Tornado 2.4.1's asynchronous HTTP client, as far as GET goes. */
import { runAlone, wrap } from 'context'
import { join } from 'fetch-address'
import { FetchConnection } from 'fetch-connection'
import type {
  FetchOptions,
  FetchRequest,
  HTTPResponse,
} from 'fetch-response'
import { Future } from 'future'
import { IOLoop } from 'ioloop'
import { stand } from 'os'

export {
  type FetchOptions,
  HTTPError,
  HTTPResponse,
} from 'fetch-response'

type OnResponse = (response: HTTPResponse) => void

/** With a callback last, which gets the response; else for a future. */
interface Fetch {
  (url: string, callback: OnResponse): void
  (url: string, options: FetchOptions, callback: OnResponse): void
  (url: string, options?: FetchOptions): Future<HTTPResponse>
}

interface Queued {
  request: FetchRequest
  callback: OnResponse
}

/** How many connections there may be at once, if nobody says so. */
const MOST = 10

/**
 * Fetches addresses of HTTP, by default ten at once; the others wait. A
 * response other than 2xx, a timeout (default 20,000 ms) and a broken
 * connection (both 599) are in the response's `error`; a future fails
 * with it (Tornado 2.4.1; futures: 3.0).
 *
 * ```ts callbacks
 * import { AsyncHTTPClient } from 'httpclient'
 * import { IOLoop } from 'ioloop'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   const client = new AsyncHTTPClient()
 *   client.fetch('http://webservice/slow', (response) => {
 *     response.rethrow()
 *     console.log(response.code, response.body)
 *     loop.stop()
 *   })
 *   loop.start()
 * }
 * ```
 */
export class AsyncHTTPClient {
  readonly #loop: IOLoop
  readonly #most: number
  readonly #queue: Queued[] = []
  #active = 0

  constructor(options: { loop?: IOLoop; maxClients?: number } = {}) {
    this.#loop = options.loop ?? IOLoop.instance()
    this.#most = options.maxClients ?? MOST
  }

  /** Fetches an address. Can be passed on by itself: `client.fetch`. */
  readonly fetch = ((url: string, ...rest: unknown[]) => {
    stand()
    const last = rest.at(-1)
    const options = typeof rest[0] === 'object' ? rest[0] : {}
    const request = { ...options, url }
    if (typeof last !== 'function') return this.#promise(request)
    this.#enqueue({ request, callback: wrap(last as OnResponse) })
    return undefined
  }) as Fetch

  #promise(request: FetchRequest): Future<HTTPResponse> {
    const future = new Future<HTTPResponse>()
    const callback = (response: HTTPResponse) => {
      if (response.error) future.setException(response.error)
      else future.setResult(response)
    }
    this.#enqueue({ request, callback: wrap(callback) })
    return future
  }

  #enqueue(queued: Queued): void {
    this.#queue.push(queued)
    this.#process()
  }

  /** The connections are everybody's: each works for who asked. */
  #process(): void {
    while (this.#active < this.#most) {
      const next = this.#queue.shift()
      if (!next) return
      this.#active += 1
      runAlone(() => this.#begin(next), next.callback)
    }
  }

  #begin({ request, callback }: Queued): void {
    const release = () => {
      this.#active -= 1
      this.#process()
    }
    const connection = new FetchConnection(this.#loop, request, {
      respond: (response) => {
        release()
        this.#loop.addCallback(() => callback(response))
      },
      redirect: (reference) => {
        const { maxRedirects = 5 } = request
        const url = join(request.url, reference)
        const next = { ...request, url, maxRedirects: maxRedirects - 1 }
        release()
        this.#enqueue({ request: next, callback })
      },
    })
    connection.begin()
  }
}

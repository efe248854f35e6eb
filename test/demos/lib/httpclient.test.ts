/** The HTTP client of the guest library, against the slow web service and against servers that misbehave. */
import { describe, expect, it } from 'vitest'
import { only, printed, simulateProgram } from '../../support/simulated.ts'

const run = (body: string, style: 'callbacks' | 'async' | 'coroutines' = 'callbacks') =>
  simulateProgram(
    style,
    `import { AsyncHTTPClient, HTTPError, type HTTPResponse } from 'httpclient'
import { coroutine, engine, Task } from 'gen'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { Socket } from 'socket'

const loop = IOLoop.instance()
const client = new AsyncHTTPClient()

/** A server that says this to whoever connects, and hangs up. */
function say(port: number, text: string, hangUp = true) {
  // The run's own client goes to the first port, and nobody answers it there.
  if (port === 81) Socket.listen(8888)
  const listener = Socket.listen(port)
  loop.addHandler(listener.fd, () => {
    const stream = new IOStream(listener.accept())
    stream.readUntil('\\r\\n\\r\\n', () => stream.write(text, () => hangUp && stream.close()))
  }, IOLoop.READ)
}
const show = (response: HTTPResponse) => {
  console.log(response.code, response.error ? String(response.error) : 'fine', response.body)
  loop.stop()
}
${body}
`,
  )

const logOf = async (...args: Parameters<typeof run>) =>
  printed(await run(...args)).map((line) => line.replace(/^#\d+ /, ''))

const main = (body: string) => `export function main() {\n${body}\n  loop.start()\n}`

describe('fetch', () => {
  it('calls back in a later turn, with code, headers and body', async () => {
    const body = `client.fetch('http://webservice/slow?a=1', (response) => {
      console.log(response.code, response.reason, response.headers['Content-Type'], response.body)
      console.log(response.error, Math.round(response.requestTime / 10))
      response.rethrow()
      loop.stop()
    })
    console.log('returned')`
    expect(await logOf(main(body))).toEqual([
      'returned',
      '200 OK application/json {"path":"/slow?a=1"}',
      'null 20',
    ])
  })

  it('has no more than ten connections at once; the others wait', async () => {
    const body = `let left = 12
    for (let i = 0; i < 12; i++) client.fetch('http://webservice/' + i, () => --left || loop.stop())`
    const events = await run(main(body))
    const at = only(events, 'command-replied').map(({ t }) => Math.round(t / 1e5))
    expect(at).toEqual([...Array(10).fill(2), 4, 4])
  })

  it('gives a response with an error for other codes than 2xx, whose words say which', async () => {
    const body = `client.fetch('http://webservice/status/404', show)`
    expect(await logOf(main(body))).toEqual(['404 HTTPError: HTTP 404: Not Found {"path":"/status/404"}'])
  })

  it('gives 599 if nobody is there, if it takes too long, and if the server hangs up or talks nonsense', async () => {
    const body = (url: string, options = '') =>
      main(`say(81, ''); say(82, '', false); say(83, 'hello\\r\\n\\r\\n')
    client.fetch('${url}', {${options}}, show)`)
    const error = (message: string) => [
      `uncaught exception: HTTPError: HTTP 599: ${message}`,
      `599 HTTPError: HTTP 599: ${message} `,
    ]
    expect((await logOf(body('http://localhost:99/'))).at(-1)).toBe(
      '599 HTTPError: HTTP 599: recv: ECONNREFUSED ',
    )
    expect(await logOf(body('http://localhost:81/'))).toEqual(error('Connection closed'))
    expect(await logOf(body('http://localhost:82/', 'requestTimeout: 50'))).toEqual(error('Timeout'))
    expect(await logOf(body('http://webservice/', 'requestTimeout: 50'))).toEqual(error('Timeout'))
    expect(await logOf(body('http://localhost:83/'))).toEqual(error('no HTTP response'))
    expect((await logOf(body('ftp://webservice/'))).at(-1)).toContain(
      'Unsupported url scheme: ftp://webservice/',
    )
  })

  it('reads bodies in chunks, until the end, and none', async () => {
    const head = (lines: string) => `'HTTP/1.1 200 OK\\r\\n${lines}\\r\\n`
    const cases = [
      [
        `${head('Transfer-Encoding: chunked\\r\\n')}3\\r\\nabc\\r\\n2\\r\\nde\\r\\n0\\r\\n\\r\\n'`,
        '200 fine abcde',
      ],
      [`${head('')}until the end'`, '200 fine until the end'],
      [`'HTTP/1.1 204 No Content\\r\\n\\r\\n'`, '204 fine '],
      [`'HTTP/1.1 100 Continue\\r\\n\\r\\n' + ${head('Content-Length: 2\\r\\n')}ok'`, '200 fine ok'],
    ]
    for (const [text, expected] of cases)
      expect(await logOf(main(`say(81, ${text}); client.fetch('http://localhost:81/', show)`))).toEqual([
        expected,
      ])
  })

  it('fails where the length of the body is no number', async () => {
    const text = `'HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\nok'`
    const error = "Error: invalid literal for int() with base 10: 'x'"
    expect(await logOf(main(`say(81, ${text}); client.fetch('http://localhost:81/', show)`))).toEqual([
      `uncaught exception: ${error}`,
      `599 ${error} `,
    ])
  })

  it('goes where it is sent, unless it is told not to', async () => {
    const to = (options: string) => main(`client.fetch('http://webservice/status/302', {${options}}, show)`)
    expect(await logOf(to(''))).toEqual(['200 fine {"path":"/"}'])
    expect(await logOf(to('followRedirects: false'))).toEqual([
      '302 HTTPError: HTTP 302: Found {"path":"/status/302"}',
    ])
    expect(await logOf(to('maxRedirects: 0'))).toEqual([
      '302 HTTPError: HTTP 302: Found {"path":"/status/302"}',
    ])
  })

  it('gives a future without a callback, which fails with the error', async () => {
    const body = `async function go() {
      console.log((await client.fetch('http://webservice/a')).body)
      try { await client.fetch('http://webservice/status/500') }
      catch (error) { console.log(error instanceof HTTPError, (error as HTTPError).code, (error as HTTPError).response?.body) }
      loop.stop()
    }
    export function main() { go(); loop.start() }`
    expect(await logOf(body, 'async')).toEqual(['{"path":"/a"}', 'true 500 {"path":"/status/500"}'])
  })

  it('works as a task of an engine, and as what a coroutine yields', async () => {
    const body = `const go = engine(function* () {
      const response: HTTPResponse = yield new Task(client.fetch, 'http://webservice/task')
      console.log(response.body)
      again()
    })
    const again = coroutine(function* () {
      const response: HTTPResponse = yield client.fetch('http://webservice/future')
      console.log(response.body)
      loop.stop()
    })
    export function main() { go(); loop.start() }`
    expect(await logOf(body, 'coroutines')).toEqual(['{"path":"/task"}', '{"path":"/future"}'])
  })
})

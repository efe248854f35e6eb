/**
 * Handlers and connections by Tornado 2.4.1's own tests (web_test, httpserver_test) and by the rules that are
 * recorded of it. A client of the program's own sends what it likes and keeps what it gets.
 */
import { describe, expect, it } from 'vitest'
import { endOf, printed, simulateProgram } from '../../support/simulated.ts'

const HEAD = `import { coroutine, engine, sleep, Task } from 'gen'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { Socket } from 'socket'
import { Application, asynchronous, HTTPError, RequestHandler } from 'web'
const L = IOLoop.instance()
const log = (...values: unknown[]) => console.log(...values)
const fail = (text: string) => { throw new Error(text) }
const addCallback = (callback) => L.addCallback(callback)
/** Sends it all, and says what came when the loop stops. */
function ask(request, leaves) {
  const client = new IOStream(Socket.connect('localhost', 8889))
  let got = ''
  client.readUntilClose(() => log('closed'), (data) => { got += data })
  client.write(request)
  if (leaves !== undefined) L.addTimeout(leaves, () => client.close())
  return () => log(got === '' ? 'nothing' : got)
}
`

const GET = 'GET / HTTP/1.1\r\n\r\n'

interface Asked {
  request?: string
  /** When the client leaves, ms. */
  leaves?: number
}

/** What a handler of this class body says, and what its client got, in the last line. */
async function served(handler: string, { request = GET, leaves }: Asked = {}): Promise<string[]> {
  const program = `${HEAD}
class Handler extends RequestHandler { ${handler} }
export function main() {
  // The run's own client calls at the first port, where nobody answers.
  Socket.listen(8888)
  new Application({ '/': Handler }).listen(8889)
  const tell = ask(${JSON.stringify(request)}, ${leaves})
  L.addTimeout(200, () => L.stop())
  L.start()
  tell()
}`
  const events = await simulateProgram('callbacks', program)
  expect(endOf(events)).toMatchObject({ reason: 'returned' })
  const said = printed(events).map((line) => line.replace(/^#\d+ /, ''))
  return leaves === undefined ? said : said.filter((line) => line !== 'closed')
}

/** The status and the body of each response. */
async function answers(handler: string, asked?: Asked): Promise<string[]> {
  const got = (await served(handler, asked)).at(-1)!
  return got.split(/(?=HTTP\/1\.\d )/).map((response) => {
    const [head = '', body = ''] = response.split('\r\n\r\n')
    return `${head.slice(9).split('\r\n')[0]}: ${body}`
  })
}

describe('a handler', () => {
  it('answers when it returns, with all that it has written', async () => {
    expect(await answers("get() { this.write('a'); this.write('é') }")).toEqual(['200 OK: aÃ©'])
  })

  it('writes objects and lists as JSON, and says so', async () => {
    const [object] = await served('get() { this.write({ a: 1 }) }')
    expect(object).toContain(
      'Content-Type: application/json; charset=UTF-8\r\nContent-Length: 7\r\n\r\n{"a":1}',
    )
    const [list] = await served("get() { this.finish(['a']) }")
    expect(list).toContain('application/json; charset=UTF-8\r\nContent-Length: 5\r\n\r\n["a"]')
  })

  it('sets status and headers, which an error page forgets', async () => {
    const set = "this.setStatus(404); this.setHeader('X-Team', 'Ghana')"
    expect((await served(`get() { ${set}; this.write('x') }`))[0]).toMatch(
      /^HTTP\/1.1 404 Not Found\r\n.*X-Team: Ghana/s,
    )
    const failed = (await served(`get() { ${set}; fail('bug') }`)).at(-1)
    expect(failed).toMatch(/^HTTP\/1.1 500 Internal Server Error/)
    expect(failed).not.toContain('X-Team')
  })

  it('takes the last argument of a name, without blanks; an empty one is none', async () => {
    const get = "get() { this.write(this.getArgument('a') + this.getArgument('b', '-')) }"
    expect(await answers(get, { request: 'GET /?a=1&a=+2+&b= HTTP/1.1\r\n\r\n' })).toEqual(['200 OK: 2-'])
  })

  it('takes arguments from a form', async () => {
    const request =
      'POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nbody=a%20b'
    expect(await answers("post() { this.write(this.getArgument('body')) }", { request })).toEqual([
      '200 OK: a b',
    ])
  })

  it('may finish in prepare, and is told when it has finished', async () => {
    const said = await served(
      "prepare() { this.finish('early') } get() { log('never') } onFinish() { log('finished') }",
    )
    expect(said[0]).toBe('finished')
    expect(said[1]).toMatch(/early$/)
  })

  it('answers 405 to methods that it or HTTP does not have, and 404 where there is none', async () => {
    expect((await answers('post() {}'))[0]).toMatch(/^405 Method Not Allowed: <html><title>405/)
    expect((await answers('get() {}', { request: 'CONSTRUCTOR / HTTP/1.1\r\n\r\n' }))[0]).toMatch(/^405/)
    expect((await answers('get() {}', { request: 'GET /else HTTP/1.1\r\n\r\n' }))[0]).toBe(
      '404 Not Found: <html><title>404: Not Found</title><body>404: Not Found</body></html>',
    )
  })

  it('is prepared before it is asked for a method that it lacks; where there is none, no method is', async () => {
    const refuse = 'prepare() { throw new HTTPError(403) } get() {}'
    expect((await answers(refuse, { request: 'PUT / HTTP/1.1\r\n\r\n' }))[0]).toMatch(/^403/)
    expect((await answers(refuse, { request: 'FETCH / HTTP/1.1\r\n\r\n' }))[0]).toMatch(/^405/)
    expect((await answers('get() {}', { request: 'POST /else HTTP/1.1\r\n\r\n' }))[0]).toMatch(/^404/)
  })

  it('has arguments with marks in them, and none but what was sent', async () => {
    const get = "get() { this.write([this.getArgument('a'), this.getArgument('constructor', 'none')]) }"
    expect(await answers(get, { request: 'GET /?a=b=c?d HTTP/1.1\r\n\r\n' })).toEqual([
      '200 OK: ["b=c?d","none"]',
    ])
  })

  it('answers any status that HTTP has, and refuses others', async () => {
    expect(await answers('get() { this.setStatus(418) }')).toEqual(["418 I'm a Teapot: "])
    expect((await answers('get() { throw new HTTPError(429) }'))[0]).toMatch(/^429 Too Many Requests: /)
    const [logged, answer] = await served('get() { this.setStatus(799) }')
    expect(logged).toMatch(/^Uncaught exception GET \/: AssertionError/)
    expect(answer).toMatch(/^HTTP\/1.1 500/)
  })

  it('answers nothing but the status if its error page fails', async () => {
    const [first, second, answer] = await served("get() { fail('x') } writeError() { fail('y') }")
    expect(first).toBe('Uncaught exception GET /: Error: x')
    expect(second).toBe('Uncaught exception in write_error: Error: y')
    expect(answer).toMatch(/^HTTP\/1.1 500 Internal Server Error\r\n[\s\S]*Content-Length: 0\r\n\r\n$/)
  })

  it('answers the status of an HTTPError, and logs its message only', async () => {
    const said = await served("get() { throw new HTTPError(403, 'not you') }")
    expect(said[0]).toBe('403 GET / (not you)')
    expect(said[1]).toContain('<body>403: Forbidden</body>')
    expect(await served('get() { throw new HTTPError(403) }')).toHaveLength(1)
    expect((await served('get() { throw new HTTPError(799) }'))[0]).toBe('Bad HTTP status code: 799')
  })

  it('can have an error page of its own', async () => {
    expect(await answers('get() { fail("x") } writeError(status) { this.finish("Oh: " + status) }')).toEqual([
      '500 Internal Server Error: Oh: 500',
    ])
  })
})

describe('asynchronous', () => {
  it('forgotten, sends nothing, and is told off', async () => {
    const said = await served("get() { L.addCallback(() => this.finish('late')) }")
    expect(said[0]).toMatch(
      /^Exception in callback: RuntimeError: finish\(\) called twice\. {2}May be caused by/,
    )
    expect(said[1]).toMatch(/^HTTP\/1.1 200 OK.*Content-Length: 0\r\n\r\n$/s)
    expect(said).toHaveLength(2)
  })

  it('answers with a 500 what a generator raises after a yield', async () => {
    const said = await served(
      "get = asynchronous(engine(function* () { yield new Task(addCallback); fail('after') }))",
    )
    expect(said[0]).toBe('Uncaught exception GET /: Error: after')
    expect(said[1]).toMatch(/^HTTP\/1.1 500/)
  })

  it('is not needed by coroutines and async functions, which may fail early or late', async () => {
    const bodies = [
      "this.write('x')",
      "fail('early')",
      "yield sleep(1); this.write('y')",
      "yield sleep(1); fail('late')",
    ]
    for (const body of bodies) {
      const [said] = await answers(`get = coroutine(function* () { ${body} })`)
      const native = body.replaceAll('yield', 'await')
      expect(await answers(`async get() { ${native} }`)).toEqual([said])
      expect(await answers(`get = asynchronous(coroutine(function* () { ${body} }))`)).toEqual([said])
      expect(said).toMatch(body.includes('fail') ? /^500/ : /^200 OK: [xy]$/)
    }
  })
})

describe('flush', () => {
  it('sends what there is, in chunks to clients that know these', async () => {
    const get = "get() { this.write('part'); this.flush(); this.flush(); this.write('x'.repeat(17)) }"
    expect(await answers(get)).toEqual([`200 OK: 4\r\npart\r\n11\r\n${'x'.repeat(17)}\r\n0`])
    const old = await served(get, { request: 'GET / HTTP/1.0\r\n\r\n' })
    expect(old.at(-1)).toMatch(/^HTTP\/1.0 200 OK\r\nContent-Type: [^\r]*\r\n\r\npartx{17}$/)
    expect(old[0]).toBe('closed')
  })

  it('calls back when it has left', async () => {
    const get =
      "get = asynchronous(() => { this.write('a'); this.flush(() => { log('left'); this.finish('b') }) })"
    expect((await served(get))[0]).toBe('left')
  })

  it('leaves no way to answer an error but to log it and end there', async () => {
    const said = await served("get() { this.write('part'); this.flush(); fail('after') }")
    expect(said.slice(0, 2)).toEqual([
      'Uncaught exception GET /: Error: after',
      'Cannot send error response after headers written',
    ])
    expect(said[2]).toMatch(/^HTTP\/1.1 200 OK.*4\r\npart\r\n0\r\n\r\n$/s)
  })
})

describe('a connection', () => {
  const COUNT = `get = asynchronous(() => {
    log('begins')
    L.addTimeout(20, () => { log('ends'); this.finish('answer') })
  })`

  it('serves one request after the other, however they come', async () => {
    const said = await served(COUNT, { request: GET + GET })
    expect(said.slice(0, 4)).toEqual(['begins', 'ends', 'begins', 'ends'])
    expect(said[4]!.match(/answer/g)).toHaveLength(2)
  })

  it('stays open for HTTP/1.1, closes for who says so, and for HTTP/1.0 stays for who says so', async () => {
    const closes = async (request: string) => (await served('get() {}', { request })).includes('closed')
    expect(await closes(GET)).toBe(false)
    expect(await closes('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toBe(true)
    expect(await closes('GET / HTTP/1.0\r\n\r\n')).toBe(true)
    expect(await closes('GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n')).toBe(false)
  })

  it('tells a client of HTTP/1.0 that it stays open, as Tornado did', async () => {
    const [said] = await served('get() {}', { request: 'GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n' })
    expect(said).toMatch(/^HTTP\/1.0 200 OK\r\n[\s\S]*Connection: Keep-Alive\r\n/)
  })

  it('is closed if what it sends is no request', async () => {
    expect(await served('get() {}', { request: 'hello\r\n\r\n' })).toEqual(['closed', 'nothing'])
  })

  it('tells an unfinished handler that the client has left, and no other', async () => {
    const left = "onConnectionClose() { log('left') }"
    expect(await served(`${left} get = asynchronous(() => {})`, { leaves: 5 })).toContain('left')
    expect(await served(`${left} get() { this.write('x') }`, { leaves: 5 })).not.toContain('left')
  })

  it('says that it is closed to who finishes too late, and the server lives', async () => {
    const late = 'get = asynchronous(() => L.addTimeout(50, () => this.finish("x")))'
    const [first, second, third] = await served(late, { leaves: 5 })
    expect(first).toMatch(/^Uncaught exception GET \/: \w+: Stream is closed$/)
    expect(second).toBe('Cannot send error response after headers written')
    expect(third).toBe('Exception in callback: AssertionError: Request closed')
  })

  it('has nothing for an error page when the client has left', async () => {
    const said = await served('get = asynchronous(() => {}); onConnectionClose() { this.sendError() }', {
      leaves: 20,
    })
    expect(said).toEqual([
      'Uncaught exception in write_error: OSError: Stream is closed',
      'Uncaught exception, closing connection.: AssertionError: Request closed',
      'Exception in callback: AssertionError: Request closed',
      'nothing',
    ])
  })

  it('goes on to the next request after an error, and after a body', async () => {
    const get = "get() { fail('x') } post() { this.write(this.request.body) }"
    const post = 'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc'
    const [first, ...others] = await answers(get, { request: GET + post + post })
    expect(first).toMatch(/^500 /)
    expect(others).toEqual(['200 OK: abc', '200 OK: abc'])
  })

  it('answers the first of two errors, and logs both', async () => {
    const two = "L.addCallback(() => fail('one')); L.addCallback(() => fail('two'))"
    const said = await served(`get = asynchronous(() => { ${two} })`)
    expect(said.slice(0, 3)).toEqual([
      'Uncaught exception GET /: Error: one',
      'Uncaught exception GET /: Error: two',
      'Cannot send error response after headers written',
    ])
    expect(said[3]).toMatch(/^HTTP\/1.1 500/)
  })

  it('says the same to an async function', async () => {
    const said = await served('async get() { await sleep(50); this.finish("x") }', { leaves: 5 })
    expect(said.slice(0, 3)).toEqual([
      expect.stringMatching(/^Uncaught exception GET \/: \w+: Stream is closed$/),
      'Cannot send error response after headers written',
      'Exception in exception handler: AssertionError: Request closed',
    ])
  })
})

/** The services of a run's network: what they answer, when, and what they say about it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { fromByteString, toByteString } from '../../server/kernel/byte-string.ts'
import type { Happening } from '../../server/kernel/events.ts'
import { Services } from '../../server/services/services.ts'

let now = 0
let ops = 0
let said: ({ lane: string; request: number; t: number } & Happening)[] = []
let services: Services

beforeEach(() => {
  now = 0
  ops = 0
  said = []
  services = new Services({
    latency: 1000,
    clock: () => now,
    emit: (lane, request, happening) => void said.push({ ...happening, lane, request, t: now }),
    nextOp: () => {
      ops += 1
      return ops
    },
  })
})

const send = (id: number, text: string, request = 0) => services.receive(id, fromByteString(text), request)

/** All that comes until nobody has anything to say: when, and what; undefined is the end. */
function play(): [at: number, text: string | undefined][] {
  const got: [number, string | undefined][] = []
  for (let next = services.nextDeadline; next !== undefined; next = services.nextDeadline) {
    now = Math.max(now, next)
    for (const { bytes } of services.due()) got.push([now, bytes && toByteString(bytes)])
  }
  return got
}

const statusOf = (text: string | undefined) => text?.split('\r\n')[0]

describe('the web service', () => {
  const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: webservice\r\n${more}\r\n`

  it('answers any path after the latency, with JSON that says the path, and keeps the connection', () => {
    expect(services.connect(1, 'webservice', 80)).toBe('webservice 1')
    send(1, get('/slow'))
    const [[at, text]] = play() as [[number, string]]
    expect(at).toBe(1000)
    const [head, body] = text.split('\r\n\r\n')
    expect(head!.split('\r\n')).toEqual([
      'HTTP/1.1 200 OK',
      'Content-Type: application/json',
      'Content-Length: 16',
    ])
    expect(JSON.parse(body!)).toEqual({ path: '/slow' })
    send(1, get('/again'))
    expect(play()).toHaveLength(1)
  })

  it('serves its connections side by side, and the requests of one of them one after the other', () => {
    services.connect(1, 'webservice', 80)
    services.connect(2, 'webservice', 80)
    send(1, get('/a') + get('/b'))
    send(2, get('/c'))
    expect(play().map(([at]) => at)).toEqual([1000, 1000, 2000])
  })

  it('hangs up after the answer where HTTP says so', () => {
    for (const [id, request] of [
      get('/', 'Connection: close\r\n'),
      'GET / HTTP/1.0\r\n\r\n',
      'what?\r\n\r\n',
    ].entries()) {
      services.connect(id, 'webservice', 80)
      send(id, request)
      expect(play().map(([, text]) => statusOf(text)?.slice(0, 9))).toEqual(['HTTP/1.1 ', undefined])
    }
  })

  it('puts a request together from pieces, and reads over a body', () => {
    services.connect(1, 'webservice', 80)
    for (const piece of ['GET /one HT', 'TP/1.1\r\nContent-Length: 5\r\n', '\r\nab', `cde${get('/two')}`])
      send(1, piece)
    const bodies = play().map(([, text]) => text?.split('\r\n\r\n')[1])
    expect(bodies).toEqual(['{"path":"/one"}', '{"path":"/two"}'])
  })

  it('says the status that a path asks for, and takes nothing but GET', () => {
    services.connect(1, 'webservice', 80)
    send(1, `${get('/status/404')}${get('/status/503')}POST / HTTP/1.1\r\n\r\n`)
    expect(play().map(([, text]) => statusOf(text))).toEqual([
      'HTTP/1.1 404 Not Found',
      'HTTP/1.1 503 Service Unavailable',
      'HTTP/1.1 405 Method Not Allowed',
    ])
  })

  it('reads no head without end', () => {
    services.connect(1, 'webservice', 80)
    send(1, 'x'.repeat(20_000))
    expect(play().map(([, text]) => statusOf(text))).toEqual(['HTTP/1.1 400 Bad Request', undefined])
  })

  it('says what happens as the database does: a lane, and each call with its request', () => {
    services.connect(1, 'webservice', 80)
    send(1, get('/slow'), 3)
    send(1, get('/status/404'), 4)
    play()
    expect(said).toEqual([
      { lane: 'service:1', request: 0, t: 0, kind: 'lane-open', lanes: 'service', name: 'webservice 1' },
      {
        lane: 'service:1',
        request: 3,
        t: 0,
        kind: 'command-queued',
        op: 1,
        label: 'GET /slow',
        setup: false,
      },
      { lane: 'service:1', request: 3, t: 0, kind: 'command-started', op: 1 },
      expect.objectContaining({ request: 4, t: 0, kind: 'command-queued', waits: 'connection', behind: 1 }),
      { lane: 'service:1', request: 3, t: 1000, kind: 'command-served', op: 1, label: 'GET /slow → 200' },
      { lane: 'service:1', request: 3, t: 1000, kind: 'command-replied', op: 1 },
      { lane: 'service:1', request: 4, t: 1000, kind: 'command-started', op: 2, waited: 'connection' },
      expect.objectContaining({ t: 2000, kind: 'command-served', label: 'GET /status/404 → 404' }),
      expect.objectContaining({ t: 2000, kind: 'command-replied' }),
    ])
  })

  it('answers what was asked before the program shut down, and then hangs up, too', () => {
    services.connect(1, 'webservice', 80)
    send(1, get('/'))
    services.shutdown(1)
    expect(play().map(([at, text]) => [at, text === undefined])).toEqual([
      [1000, false],
      [1000, true],
    ])
    services.close(1)
    expect(services.has(1)).toBe(false)
  })

  it('does what was asked on a connection that is closed meanwhile, and tells nobody', () => {
    services.connect(1, 'webservice', 80)
    send(1, get('/'))
    services.close(1)
    expect(play()).toEqual([])
    expect(said.at(-1)).toMatchObject({ t: 1000, kind: 'command-replied' })
    expect(services.has(1)).toBe(false)
  })
})

describe('a service', () => {
  it('that has hung up hears nothing more', () => {
    services.connect(1, 'webservice', 80)
    send(1, 'GET / HTTP/1.0\r\n\r\n')
    expect(play()).toHaveLength(2)
    send(1, 'GET / HTTP/1.1\r\n\r\n')
    services.shutdown(1)
    expect(play()).toEqual([])
  })

  it('hangs up on who asks for more than can wait, after all that came before', () => {
    services.connect(1, 'cache', 11_211)
    services.connect(2, 'cache', 11_211)
    send(1, 'version\n'.repeat(20_000))
    send(2, 'version\n')
    expect(services.due()).toEqual([{ id: 2, bytes: undefined }])
    expect(play()).toHaveLength(20_000)
  })
})

describe('the cache', () => {
  /** What it says to these bytes, on a connection of its own. */
  const ask = (text: string, id = 1) => {
    services.connect(id, 'cache', 11_211)
    send(id, text)
    return play().map(([, answer]) => answer)
  }

  it('keeps values for all connections', () => {
    expect(ask('set greeting 5 0 5\r\nhello\r\nget greeting\r\n')).toEqual([
      'STORED\r\n',
      'VALUE greeting 5 5\r\nhello\r\nEND\r\n',
    ])
    expect(ask('get nothing greeting\r\ndelete greeting\r\ndelete greeting\r\nget greeting\r\n', 2)).toEqual([
      'VALUE greeting 5 5\r\nhello\r\nEND\r\n',
      'DELETED\r\n',
      'NOT_FOUND\r\n',
      'END\r\n',
    ])
  })

  it('keeps bytes as they are, also line ends, and puts them together from pieces', () => {
    services.connect(1, 'cache', 11_211)
    for (const piece of ['set a 0 0 4\r', '\n\r\n\x00', '\xff\r', '\nget a\r\n']) send(1, piece)
    expect(play().map(([, text]) => text)).toEqual(['STORED\r\n', 'VALUE a 0 4\r\n\r\n\x00\xff\r\nEND\r\n'])
  })

  it('says nothing to who asks for no reply, and hangs up on quit', () => {
    expect(ask('set a 0 0 1 noreply\r\nx\r\nget a\r\nquit\r\nget a\r\n')).toEqual([
      'VALUE a 0 1\r\nx\r\nEND\r\n',
      undefined,
    ])
  })

  it('refuses what it does not know, in its own words', () => {
    expect(ask('fetch a\r\n')).toEqual(['ERROR\r\n'])
    expect(ask('get\r\n', 2)).toEqual(['ERROR\r\n'])
    expect(ask('set a 0 0 x\r\n', 3)).toEqual(['ERROR\r\n'])
    expect(ask('set a 0 0 1\r\nabc', 4)).toEqual(['CLIENT_ERROR bad data chunk\r\n'])
    expect(ask('set a 0 0 9999999\r\n', 5)).toEqual([
      'SERVER_ERROR object too large for cache\r\n',
      undefined,
    ])
  })

  it('forgets the oldest where there are too many, however small they are', () => {
    services.connect(1, 'cache', 11_211)
    const key = (n: number) => `${n}-`.padEnd(250, 'k')
    for (let n = 0; n < 60_000; n += 1) {
      send(1, `set ${key(n)} 0 0 0 noreply\r\n\r\n`)
      play()
    }
    send(1, `get ${key(0)} ${key(59_999)}\r\n`)
    expect(play().map(([, text]) => text)).toEqual([`VALUE ${key(59_999)} 0 0\r\n\r\nEND\r\n`])
  })

  it('names each call', () => {
    ask('set greeting 0 0 2\r\nhi\r\nget greeting\r\nget other\r\n')
    const labels = said.flatMap((each) => (each.kind === 'command-served' ? [each.label] : []))
    expect(labels).toEqual(['set greeting → STORED', 'get greeting → 1', 'get other → none'])
  })
})

it('knows no other host and no other port', () => {
  expect(services.connect(1, 'webservice', 81)).toBeUndefined()
  expect(services.connect(1, 'elsewhere', 80)).toBeUndefined()
  expect(services.has(1)).toBe(false)
})

import { expect, test } from 'vitest'
import { Visitor } from '../../../../server/runtime/node/run/visitor.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

/** A visitor of lane v, whose requests are numbered from 10 on, and what it makes the timeline say. */
function visitor(): { visitor: Visitor; said: () => string[] } {
  const said: string[] = []
  let request = 9
  const next = () => {
    request += 1
    return request
  }
  const visitor = new Visitor('v', next, (lane, number, { kind, ...rest }) => {
    said.push([lane, `#${number}`, kind, ...Object.values(rest)].join(' '))
  })
  return { visitor, said: () => said.splice(0) }
}

const ASKS = 'GET /?team=Brazil HTTP/1.1\r\nuser-agent: curl/8.5\r\n\r\n'
const SHOWN = [
  'v #0 lane-open client curl/8.5',
  'v #10 request-sent GET /?team=Brazil',
  'v #10 request-arrived',
]

test('it is shown once its request is known, however that comes in pieces', () => {
  for (let cut = 1; cut < ASKS.length; cut += 1) {
    const { visitor: curl, said } = visitor()
    expect(curl.says(bytes(ASKS.slice(0, cut)))).toBe(10)
    expect(said()).toEqual([])
    expect(curl.says(bytes(ASKS.slice(cut)))).toBe(10)
    expect(said()).toEqual(SHOWN)
  }
})

test('its request is over with the whole answer, and the next has another number', () => {
  const { visitor: curl, said } = visitor()
  curl.says(bytes(ASKS))
  curl.answered(bytes('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[]'))
  expect(curl.says(bytes('a body that comes late'))).toBe(10)
  curl.answered(bytes('\r\n'))
  expect(said().slice(3)).toEqual(['v #10 request-answered 200 4'])
  expect(curl.says(bytes(ASKS))).toBe(11)
  expect(said()).toEqual(['v #11 request-sent GET /?team=Brazil', 'v #11 request-arrived'])
})

test('an answer without a length is whole when the connection is over', () => {
  const { visitor: curl, said } = visitor()
  curl.says(bytes(ASKS))
  curl.answered(bytes('HTTP/1.0 200 OK\r\n\r\n[]'))
  curl.left()
  curl.left()
  expect(said().slice(3)).toEqual(['v #10 request-answered 200 2'])
})

test('one that leaves without an answer is told of, and one that said nothing is not', () => {
  const { visitor: silent, said: ofSilent } = visitor()
  silent.left()
  expect(ofSilent()).toEqual([])
  const { visitor: rude, said } = visitor()
  rude.says(bytes('\x16\x03\x01 no HTTP'))
  rude.left()
  expect(said()).toEqual([
    'v #0 lane-open client visitor',
    'v #10 request-sent ??? no HTTP',
    'v #10 request-arrived',
    'v #10 request-failed the visitor left',
  ])
})

test('a name or an address without end is cut', () => {
  const { visitor: long, said } = visitor()
  long.says(bytes(`GET /${'x'.repeat(5000)} HTTP/1.1\r\n`))
  long.says(bytes(`User-Agent: ${'y'.repeat(5000)}\r\n\r\n`))
  expect(
    said()
      .map((line) => line.length)
      .every((length) => length < 80),
  ).toBe(true)
})

import { expect, it } from 'vitest'
import { ResponseReader } from '../../../server/runtime/load/response.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const ANSWER = 'HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nsorry'

it('reads a response wherever its bytes are cut', () => {
  for (let cut = 0; cut <= ANSWER.length; cut += 1) {
    const reader = new ResponseReader()
    const first = reader.add(bytes(ANSWER.slice(0, cut)))
    const answer = first ?? reader.add(bytes(ANSWER.slice(cut)))
    expect(answer).toEqual({ status: 404, bytes: 5, keepAlive: true })
  }
})

it('reads a large response that comes with its head in one piece', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n'
  const reader = new ResponseReader()
  expect(reader.add(bytes(head + 'x'.repeat(100_000)))).toEqual({
    status: 200,
    bytes: 100_000,
    keepAlive: true,
  })
  expect(reader.problem).toBeUndefined()
})

it('reads one response after the other', () => {
  const reader = new ResponseReader()
  expect(reader.add(bytes(ANSWER))).toMatchObject({ status: 404 })
  expect(reader.add(bytes('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'))).toEqual({
    status: 200,
    bytes: 0,
    keepAlive: false,
  })
})

it('waits for the end of a body whose length nobody told', () => {
  const reader = new ResponseReader()
  expect(reader.add(bytes('HTTP/1.0 200 OK\r\n\r\nab'))).toBeUndefined()
  expect(reader.add(bytes('cd'))).toBeUndefined()
  expect(reader.add(bytes(''), true)).toEqual({ status: 200, bytes: 4, keepAlive: false })
})

it('tells what can not become a response', () => {
  const reader = new ResponseReader()
  reader.add(bytes('HTT'))
  expect(reader.problem).toBeUndefined()
  reader.add(bytes('X/1.1 200'))
  expect(reader.problem).toBe('the answer is not HTTP')
  const endless = new ResponseReader()
  endless.add(bytes(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`))
  expect(endless.problem).toBe('the answer is not HTTP')
  const large = new ResponseReader()
  large.add(bytes('HTTP/1.1 200 OK\r\n\r\n'))
  large.add(new Uint8Array((16 << 20) + 1))
  expect(large.problem).toBe('the answer is larger than 16 MiB')
})

const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nb;x=y\r\n world,\r\nhi\r\n0\r\n\r\n'

it('reads a response in chunks wherever its bytes are cut, and counts those of the body', () => {
  for (let cut = 0; cut < CHUNKED.length; cut += 1) {
    const reader = new ResponseReader()
    expect(reader.add(bytes(CHUNKED.slice(0, cut)))).toBeUndefined()
    expect(reader.add(bytes(CHUNKED.slice(cut)))).toEqual({ status: 200, bytes: 16, keepAlive: true })
  }
})

it('tells an empty answer from one that is cut, and from one that has not begun', () => {
  const reader = new ResponseReader()
  expect(reader.add(bytes('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))).toMatchObject({ bytes: 0 })
  expect(reader.cut).toBeUndefined()
  expect(reader.add(bytes('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart'), true)).toBeUndefined()
  expect(reader.cut).toBe('the answer was cut: status 200, 4 of 9 bytes')
  const chunked = new ResponseReader()
  expect(chunked.add(bytes(CHUNKED.slice(0, -2)), true)).toBeUndefined()
  expect(chunked.cut).toBe('the answer was cut: status 200, 16 bytes')
  expect(chunked.problem).toBeUndefined()
})

it('does not wait for chunks that are none', () => {
  const reader = new ResponseReader()
  reader.add(bytes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n'))
  expect(reader.problem).toBe('the answer is not in chunks')
})

/** Streams, by the rules of Tornado 2.4.1 and by its own tests. */
import { describe, expect, it } from 'vitest'
import { only, printed, simulateProgram } from '../../support/simulated.ts'

const IMPORTS = `import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { Socket } from 'socket'
import * as os from 'os'
const loop = IOLoop.instance()
const log = (...values: unknown[]) => console.log(...values)
const fail = (text: string) => { throw new Error(text) }
const text = (what: string) => (data: string) => log(what, JSON.stringify(data))
const pair = (options = {}) => {
  const [one, other] = Socket.pair()
  return [new IOStream(one, options), new IOStream(other)] as const
}
const go = (ms = 20) => { loop.addTimeout(ms, () => loop.stop()); loop.start() }
`

const run = (body: string) =>
  simulateProgram('callbacks', `${IMPORTS}export function main() {\nconst [c, d] = pair()\n${body}\n}\n`)

const logOf = async (body: string) => printed(await run(body)).map((line) => line.replace('#0 ', ''))

describe('a read', () => {
  it('until a delimiter leaves the rest, finds it at once next time, and still calls back later', async () => {
    const body = `d.write('one\\ntwo\\nthree')
      c.readUntil('\\n', (data) => {
        text('first')(data)
        c.readUntil('\\n', text('second'))
        log('asked')
      })
      go()
      log(c.reading())`
    expect(await logOf(body)).toEqual(['first "one\\n"', 'asked', 'second "two\\n"', 'false'])
  })

  it('until a pattern ends with the first match', async () => {
    const body = `d.write('a: 1\\r\\n\\nrest')
      c.readUntilRegex(/\\r?\\n\\r?\\n/, text('head'))
      go()
      c.readBytes(4, text('then'))
      go()`
    expect(await logOf(body)).toEqual(['head "a: 1\\r\\n\\n"', 'then "rest"'])
  })

  it('of bytes streams them as they come, and ends with none', async () => {
    const body = `c.readBytes(6, text('end'), text('chunk'))
      d.write('1234')
      loop.addTimeout(5, () => d.write('5678'))
      go()
      c.readBytes(2, text('rest'))
      go()`
    expect(await logOf(body)).toEqual(['chunk "1234"', 'chunk "56"', 'end ""', 'rest "78"'])
  })

  it('until the end streams all of it, also what comes with the end', async () => {
    const body = `c.readUntilClose(text('end'), text('chunk'))
      d.write('1234')
      loop.addTimeout(5, () => { d.write('5678'); d.close() })
      go()`
    expect(await logOf(body)).toEqual(['chunk "1234"', 'chunk "5678"', 'end ""'])
  })

  it('until the end of what has ended already gets what was kept', async () => {
    const body = `const kept = (streaming?: (data: string) => void) => {
        const [c, d] = pair()
        d.write('1234')
        d.close()
        c.readBytes(1, (data) => {
          log(data, c.closed())
          c.readUntilClose(text('end'), streaming)
        })
        go()
      }
      kept()
      kept(text('chunk'))`
    expect(await logOf(body)).toEqual(['1 true', 'end "234"', '1 true', 'chunk "234"', 'end ""'])
  })

  it('until the end of what has ended already streams nothing, too, if nothing is left', async () => {
    const body = `d.write('1')
      d.close()
      c.readBytes(1, text('one'))
      go()
      c.readUntilClose(text('end'), text('chunk'))
      go()`
    expect(await logOf(body)).toEqual(['one "1"', 'chunk ""', 'end ""'])
  })

  it('that failed, or that the peer has not satisfied, is under way for ever', async () => {
    const body = `const attempt = (read: () => void) => { try { read() } catch (error) { log((error as Error).message) } }
      c.readBytes(10, text('read'))
      d.write('abc')
      d.close()
      go()
      attempt(() => c.readUntilClose(text('read')))
      const [a] = pair()
      a.close()
      attempt(() => a.readBytes(1, text('read')))
      attempt(() => a.readBytes(1, text('read')))
      log(c.reading(), a.reading())`
    expect(await logOf(body)).toEqual(['Already reading', 'Stream is closed', 'Already reading', 'true true'])
  })

  it('until a global pattern begins anew each time', async () => {
    const body = `const pattern = /\\d/g
      d.write('abc1de2')
      c.readUntilRegex(pattern, (data) => {
        log(data)
        c.readUntilRegex(pattern, text('then'))
      })
      go()`
    expect(await logOf(body)).toEqual(['abc1', 'then "de2"'])
  })

  it('takes all that the socket has, in chunks of the size that was asked for', async () => {
    const events = await run(`const [a, b] = pair({ readChunkSize: 10 })
      b.write('x'.repeat(25))
      a.readBytes(5, text('read'))
      loop.addCallback(() => a.readBytes(20, text('more')))
      go()`)
    expect(printed(events)).toEqual(['#0 read "xxxxx"', `#0 more "${'x'.repeat(20)}"`])
    expect(only(events, 'bytes-received').map(({ bytes }) => bytes)).toEqual([10, 10, 5])
  })

  it('of a megabyte until its end comes in time, and so does one in small pieces', async () => {
    const body = `c.readUntil('\\n', (data) => log('read', data.length))
      d.write('x'.repeat(1_000_000) + '\\n', () => log('written'))
      go(1000)
      c.readBytes(500_000, (data) => log('bytes', data.length))
      for (let i = 0; i < 500; i++) d.write('x'.repeat(1000))
      go(1000)`
    expect(await logOf(body)).toEqual(['written', 'read 1000001', 'bytes 500000'])
  })

  it('closes a stream of which nobody reads so much', async () => {
    const body = `const [a, b] = pair({ maxBufferSize: 5000 })
      a.setCloseCallback(() => log('closed', a.error))
      a.readUntil('\\n', text('read'))
      b.write('x'.repeat(5000))
      go()`
    expect(await logOf(body)).toEqual([
      'Reached maximum read buffer size',
      'error on read: OSError: Reached maximum read buffer size',
      'closed null',
    ])
  })
})

describe('a write', () => {
  it('sends at once, and calls back in another turn, also if there is nothing to send', async () => {
    const body = `c.write('abc', () => log('written'))
      log(c.writing(), 'write returned')
      loop.addCallback(() => c.write('', () => log('nothing written')))
      go()`
    expect(await logOf(body)).toEqual(['false write returned', 'written', 'nothing written'])
  })

  it('of more than fits goes on when the socket takes more; the callback of the last one counts', async () => {
    const events = await run(`const size = 200_000
      c.write('x'.repeat(size), () => log('lost'))
      log(c.writing())
      c.write('y', () => log('all written', c.writing()))
      loop.addTimeout(5, () => d.readBytes(size + 1, (data) => log('got', data.length, data.at(-1))))
      go(50)`)
    expect(printed(events)).toEqual(['#0 true', '#0 all written false', '#0 got 200001 y'])
    expect(only(events, 'bytes-sent')[0]!.bytes).toBe(65_536)
  })

  it('that is full does not keep the stream from reading', async () => {
    const body = `const [one, other] = Socket.pair()
      const stream = new IOStream(one)
      stream.write('x'.repeat(200_000))
      stream.readBytes(2, text('read'))
      loop.addTimeout(5, () => other.send('hi'))
      go()
      log(stream.writing())`
    expect(await logOf(body)).toEqual(['read "hi"', 'true'])
  })

  it('to a peer that has gone closes the stream', async () => {
    const body = `c.setCloseCallback(() => log('closed', (c.error as os.OSError).code))
      d.close()
      c.write('x', () => log('written?'))
      log(c.closed())
      go()`
    const [first, ...rest] = await logOf(body)
    expect(first).toMatch(/^Write error on \d+: EPIPE$/)
    expect(rest).toEqual(['true', 'closed EPIPE'])
  })
})

describe('connecting', () => {
  it('comes before what was written and asked for meanwhile', async () => {
    const body = `const server = Socket.listen(9000)
      const stream = IOStream.connect('localhost', 9000, (connected) => log('connected', connected === stream))
      stream.write('hello', () => log('written'))
      stream.readBytes(5, (data) => { log('read', data); server.close() })
      loop.addTimeout(5, () => { const peer = server.accept(); log('peer got', peer.recv(9)); peer.send('world') })
      go()`
    expect(await logOf(body)).toEqual(['connected true', 'written', 'peer got hello', 'read world'])
  })

  it('that is refused is said once, and calls nobody but the close callback', async () => {
    const body = `const stream = IOStream.connect('localhost', 9, () => log('connected?'))
      stream.setCloseCallback(() => log('closed', (stream.error as os.OSError).code))
      stream.write('x', () => log('written?'))
      go()`
    const [first, ...rest] = await logOf(body)
    expect(first).toMatch(/^Connect error on fd \d+: ECONNREFUSED$/)
    expect(rest).toEqual(['closed ECONNREFUSED'])
  })
})

describe('the close callback', () => {
  it('waits for data that was there before, and for reads that such callbacks begin', async () => {
    const body = `c.setCloseCallback(() => log('closed'))
      d.write('12')
      c.readBytes(1, (data) => {
        log(data)
        c.readBytes(1, (more) => log(more, c.closed()))
        d.close()
      })
      go()`
    expect(await logOf(body)).toEqual(['1', '2 false', 'closed'])
  })

  it('comes after the data if the peer has sent and closed', async () => {
    const body = `c.setCloseCallback(() => log('closed'))
      d.write('12')
      d.close()
      c.readBytes(1, (data) => {
        log(data, c.closed())
        c.readBytes(1, (more) => log(more))
      })
      go()`
    expect(await logOf(body)).toEqual(['1 true', '2', 'closed'])
  })

  it('finds data that lies in the kernel still, in small chunks', async () => {
    const body = `const [a, b] = pair({ readChunkSize: 256 })
      b.write('A'.repeat(512))
      a.readBytes(256, (data) => log(data.length))
      go()
      b.close()
      go(10)
      a.readBytes(256, (data) => log(data.length))
      go()`
    expect(await logOf(body)).toEqual(['256', '256'])
  })

  it('comes, too, for a stream that waits for nothing, and only once', async () => {
    const body = `c.setCloseCallback(() => { log('closed'); c.close() })
      c.write('')
      loop.addTimeout(5, () => d.close())
      go()`
    expect(await logOf(body)).toEqual(['closed'])
  })

  it('comes in another turn, and not once it was taken back', async () => {
    const body = `c.setCloseCallback(() => log('never'))
      c.setCloseCallback(null)
      d.setCloseCallback(() => log('closed'))
      c.close()
      d.close()
      log('close returned')
      go()`
    expect(await logOf(body)).toEqual(['close returned', 'closed'])
  })
})

it('closes on an error in a callback, which the loop logs again, and remembers it', async () => {
  const body = `c.setCloseCallback(() => log('closed', c.error))
    d.write('a')
    c.readBytes(1, () => fail('bug'))
    go()`
  expect(await logOf(body)).toEqual([
    'Uncaught exception, closing connection.: Error: bug',
    'Exception in callback: Error: bug',
    'closed Error: bug',
  ])
})

it('closes on an error while it connects, but lets callbacks that are queued run first', async () => {
  const body = `const server = Socket.listen(9000)
    const stream = IOStream.connect('localhost', 9000, () => fail('bug'))
    stream.setCloseCallback(() => { log('closed', stream.error); server.close() })
    stream.write('x', () => log('written'))
    go()`
  expect(await logOf(body)).toEqual([
    'Uncaught exception, closing connection.: Error: bug',
    'Exception in callback: Error: bug',
    'written',
    'closed Error: bug',
  ])
})

it('tells a close callback that was set after the end only if it is closed again', async () => {
  const body = `c.close()
    c.setCloseCallback(() => log('closed'))
    go()
    log('again')
    c.close()
    go()`
  expect(await logOf(body)).toEqual(['again', 'closed'])
})

it('keeps to a loop of its own', async () => {
  const body = `const own = new IOLoop()
    const [a, b] = Socket.pair()
    const stream = new IOStream(a, { loop: own })
    b.send('hi')
    stream.readBytes(2, (data) => { log(data); own.stop() })
    own.start()`
  expect(await logOf(body)).toEqual(['hi'])
})

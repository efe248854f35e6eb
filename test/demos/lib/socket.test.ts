/** Sockets of the guest library, blocking in plain code and suspended in rewritten code. */
import { describe, expect, it } from 'vitest'
import { printed, simulateProgram } from '../../support/simulated.ts'

const IMPORTS = `import { BlockingIOError, OSError, TimeoutError, now } from 'os'
import { Socket } from 'socket'
import { Thread } from 'thread'

/** What a call comes to, in words. */
function words(call: () => unknown): string {
  const start = now()
  try {
    return JSON.stringify(call()) + ''
  } catch (error) {
    if (!(error instanceof OSError)) throw error
    const kind = error instanceof TimeoutError ? 'late' : error instanceof BlockingIOError ? 'not yet' : 'failed'
    return kind + ' ' + error.name + ': ' + error.message + ' ' + error.code + ' ' + Math.round(now() - start)
  }
}
`

const logOf = async (style: 'threads' | 'blocked', body: string, more = '') =>
  printed(await simulateProgram(style, `${IMPORTS}${more}\nexport function main() {\n${body}\n}\n`)).map(
    (line) => line.replace('#0 ', ''),
  )

describe.each(['threads', 'blocked'] as const)('a socket, %s', (style) => {
  it('is closed once: its number may be another socket by then', async () => {
    const body = `const [one, peer] = Socket.pair()
      const { fd } = one
      one.close()
      const [other] = Socket.pair()
      one.close()
      console.log(one.fd, other.fd === fd, words(() => other.send('x')), words(() => one.recv(1)))
      peer.close()`
    expect(await logOf(style, body)).toEqual(['-1 true 1 failed OSError: recv: EBADF EBADF 0'])
  })

  it('that must not wait says so, and takes and sends what it can', async () => {
    const body = `const [one, other] = Socket.pair()
      other.setBlocking(false)
      console.log(words(() => other.recv(9)))
      one.sendall('hello')
      console.log(words(() => other.recv(9)))
      one.setTimeout(0)
      console.log(words(() => one.send('x'.repeat(70000))), words(() => one.send('x')))
      console.log(words(() => one.sendall('x')))`
    expect(await logOf(style, body)).toEqual([
      'not yet BlockingIOError: recv: EAGAIN EAGAIN 0',
      '"hello"',
      '65536 not yet BlockingIOError: send: EAGAIN EAGAIN 0',
      'not yet BlockingIOError: send: EAGAIN EAGAIN 0',
    ])
  })

  it('gives up after its timeout, whatever it waits for', async () => {
    const body = `const [one, other] = Socket.pair()
      one.setTimeout(20)
      console.log(one.timeout, other.timeout)
      console.log(words(() => one.recv(9)))
      console.log(words(() => one.sendall('x'.repeat(200000))))
      const server = Socket.listen(8888)
      server.setTimeout(30)
      server.accept()
      console.log(words(() => server.accept()))`
    const late = (ms: number) => `late TimeoutError: timed out ETIMEDOUT ${ms}`
    expect(await logOf(style, body)).toEqual(['20 null', late(20), late(20), late(30)])
  })

  it('that is shut down still receives, and its peer sees the end', async () => {
    const body = `const [one, other] = Socket.pair()
      one.shutdown()
      console.log(words(() => other.recv(9)), words(() => one.send('x')))
      other.sendall('bye')
      console.log(words(() => one.recv(9)), one.fileno() === one.fd)`
    expect(await logOf(style, body)).toEqual(['"" failed BrokenPipeError: send: EPIPE EPIPE 0', '"bye" true'])
  })

  it('reaches a listener of the same program at localhost, and nobody where nobody listens', async () => {
    const body = `const server = Socket.listen(9999)
      const client = Socket.connect('localhost', 9999, 50)
      const accepted = server.accept()
      client.sendall('hi')
      console.log(words(() => accepted.recv(9)), client.timeout)
      console.log(words(() => Socket.connect('localhost', 1)))`
    expect(await logOf(style, body)).toEqual([
      '"hi" 50',
      'failed ConnectionRefusedError: connect: ECONNREFUSED ECONNREFUSED 0',
    ])
  })
})

it('wakes a thread that waits for a socket that another one closes', async () => {
  const more = `export function read(socket: Socket) {
    console.log(words(() => socket.recv(9)))
  }`
  const body = `const [one] = Socket.pair()
    const thread = new Thread(read, one)
    thread.start()
    Socket.pair()[0].setTimeout(5)
    const pause = Socket.pair()[0]
    pause.setTimeout(5)
    words(() => pause.recv(1))
    one.close()
    thread.join()`
  expect(await logOf('threads', body, more)).toEqual(['failed OSError: recv: EBADF EBADF 5'])
})

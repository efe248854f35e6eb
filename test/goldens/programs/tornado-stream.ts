/** The stream_ scenarios of goldens/programs/tornado-2.4.1.py.txt. */
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { Socket } from 'socket'
import { attempt, divideByZero, log, repr } from './prelude.ts'

const PORT = 9000

/** Two streams, connected with each other. */
function pair(): [IOStream, IOStream] {
  const [c, d] = Socket.pair()
  return [new IOStream(c, { readChunkSize: 4096 }), new IOStream(d)]
}

const bytes = (data: string) => `b${repr(data)}`

const nameOf = (error: unknown) => (error as Error).name

const scenarios: Record<string, (loop: IOLoop) => void> = {
  stream_read_callback_never_inline(loop) {
    const [c, d] = pair()
    d.write('abcdef')
    c.readBytes(2, (x) => {
      log(`first ${bytes(x)}`)
      c.readBytes(2, (y) => {
        log(`second ${bytes(y)}`)
        loop.stop()
      })
      log('read_bytes returned (data was already buffered)')
    })
    log('read_bytes returned')
    loop.start()
  },

  stream_already_reading() {
    const [c] = pair()
    c.readBytes(1, () => 0)
    try {
      c.readUntil('x', () => 0)
    } catch (error) {
      log(`${nameOf(error)}: ${(error as Error).message}`)
    }
  },

  stream_read_until_split_delimiter(loop) {
    const [c, d] = pair()
    d.write('ab\r')
    c.readUntil('\r\n', (x) => {
      log(bytes(x))
      loop.stop()
    })
    loop.addTimeout(20, () => {
      log('second half sent')
      d.write('\ncd')
    })
    loop.start()
  },

  stream_read_zero(loop) {
    const [c] = pair()
    c.readBytes(0, (x) => {
      log(bytes(x))
      loop.stop()
    })
    log('returned')
    loop.start()
  },

  stream_close_while_reading(loop) {
    const [c, d] = pair()
    c.setCloseCallback(() => {
      log(`close callback, closed=${repr(c.closed())}`)
      loop.addTimeout(20, () => loop.stop())
    })
    c.readBytes(10, () => log('read callback?'))
    d.write('abc', () => {
      log('write callback')
      d.close()
    })
    loop.start()
  },

  stream_local_close_cancels_read(loop) {
    const [c] = pair()
    c.setCloseCallback(() => {
      log('close callback')
      loop.addTimeout(20, () => loop.stop())
    })
    c.readBytes(5, () => log('read?'))
    loop.addCallback(() => {
      c.close()
      log('close() returned')
    })
    loop.start()
  },

  stream_read_until_close(loop) {
    const [c, d] = pair()
    c.readUntilClose((x) => {
      log(bytes(x))
      loop.stop()
    })
    d.write('ab')
    loop.addCallback(() => {
      d.write('cd')
      d.close()
    })
    loop.start()
  },

  stream_write_on_closed() {
    const [c] = pair()
    c.close()
    const calls: [string, () => void][] = [
      ['write', () => c.write('x')],
      ['read_bytes', () => c.readBytes(1, () => 0)],
    ]
    for (const [name, call] of calls) {
      try {
        call()
        log(`${name} ok?`)
      } catch (error) {
        log(`${name} -> ${nameOf(error)}: ${(error as Error).message}`)
      }
    }
  },

  stream_callback_exception_closes(loop) {
    const [c, d] = pair()
    c.setCloseCallback(() => {
      log('close callback')
      loop.stop()
    })
    d.write('a')
    c.readBytes(1, () => divideByZero())
    loop.start()
    log(`closed=${repr(c.closed())}`)
  },

  stream_connect_refused(loop) {
    const c = new IOStream()
    c.setCloseCallback(() => {
      log(`close callback, error=${nameOf(c.error)}`)
      loop.stop()
    })
    c.connect('localhost', PORT, () => log('connected?'))
    log('connect returned')
    loop.start()
  },

  stream_write_before_connect(loop) {
    const server = Socket.listen(PORT)
    const c = new IOStream()
    c.connect('localhost', PORT, () => log('connect callback'))
    c.write('hello', () => {
      log('write callback')
      loop.stop()
    })
    log(`writing=${repr(c.writing())}`)
    loop.start()
    const d = server.accept()
    log(`peer got ${bytes(d.recv(9))}`)
  },
}

export function scenario(name: string): void {
  const loop = IOLoop.instance()
  loop.addTimeout(2000, () => {
    log('WATCHDOG')
    loop.stop()
  })
  attempt(() => scenarios[name]?.(loop))
}

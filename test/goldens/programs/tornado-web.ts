/** Tornado 2.4.1's web: one client, one handler, what it gets and what is logged. */
import { engine, Task } from 'gen'
import { IOLoop } from 'ioloop'
import { OSError } from 'os'
import { Socket } from 'socket'
import { Application, asynchronous, HTTPError, RequestHandler } from 'web'
import { divideByZero, log, repr, ValueError } from './prelude.ts'

const L = IOLoop.instance()
const PORT = 8889

const addCallback = (callback: () => void) => L.addCallback(callback)

interface Case {
  Handler: new (...args: ConstructorParameters<typeof RequestHandler>) => RequestHandler
  /** How often the client asks, all at once. */
  times?: number
  /** When the client leaves, ms. */
  leaves?: number
  /** How long the loop runs, ms. */
  runs?: number
}

const scenarios: Record<string, () => Case> = {
  sync_auto_finish() {
    class Handler extends RequestHandler {
      get() {
        this.write('a')
        this.write('b')
      }
    }
    return { Handler }
  },

  async_without_finish_hangs() {
    class Handler extends RequestHandler {
      get = asynchronous(() => this.write('a'))
    }
    return { Handler }
  },

  async_finish_later() {
    class Handler extends RequestHandler {
      get = asynchronous(() => {
        L.addTimeout(50, () => this.done())
        log('get returned')
      })

      done() {
        log('finish')
        this.finish('later')
      }
    }
    return { Handler }
  },

  forgot_asynchronous() {
    class Handler extends RequestHandler {
      get() {
        L.addCallback(() => this.finish('too late'))
      }
    }
    return { Handler }
  },

  finish_twice() {
    class Handler extends RequestHandler {
      get = asynchronous(() => {
        this.finish('one')
        this.finish('two')
      })
    }
    return { Handler }
  },

  exception_sync() {
    class Handler extends RequestHandler {
      get() {
        throw new ValueError('bug')
      }
    }
    return { Handler }
  },

  exception_in_async_callback() {
    class Handler extends RequestHandler {
      get = asynchronous(() => L.addCallback(divideByZero))
    }
    return { Handler }
  },

  exception_in_gen_after_yield() {
    class Handler extends RequestHandler {
      get = asynchronous(
        engine(function* () {
          yield new Task(addCallback)
          throw new ValueError('after yield')
        }),
      )
    }
    return { Handler }
  },

  http_error_in_async() {
    class Handler extends RequestHandler {
      get = asynchronous(
        engine(function* () {
          yield new Task(addCallback)
          throw new HTTPError(404)
        }),
      )
    }
    return { Handler }
  },

  wrong_decorator_order() {
    class Handler extends RequestHandler {
      get = engine(
        asynchronous(function* () {
          yield new Task(addCallback)
          throw new ValueError('after yield')
        }),
      )
    }
    return { Handler }
  },

  gen_without_asynchronous() {
    class Handler extends RequestHandler {
      get = engine(function* (this: Handler) {
        yield new Task(addCallback)
        this.write('too late')
        log('wrote after finish')
        this.finish()
      })
    }
    return { Handler }
  },

  exception_after_flush() {
    class Handler extends RequestHandler {
      get() {
        this.write('part')
        this.flush()
        throw new ValueError('after flush')
      }
    }
    return { Handler }
  },

  client_disconnect() {
    class Handler extends RequestHandler {
      get = asynchronous(() => log('waiting'))

      override onConnectionClose() {
        log('on_connection_close')
      }
    }
    return { Handler, leaves: 50 }
  },

  client_disconnect_then_finish() {
    class Handler extends RequestHandler {
      get = asynchronous(() => {
        L.addTimeout(150, () => this.late())
      })

      override onConnectionClose() {
        log('on_connection_close')
      }

      late() {
        log(`stream closed=${repr(this.request.connection.stream.closed())}`)
        this.finish('x')
        log('finish returned')
      }
    }
    return { Handler, leaves: 50, runs: 300 }
  },

  disconnect_after_finish_no_callback() {
    class Handler extends RequestHandler {
      get() {
        this.write('x')
      }

      override onConnectionClose() {
        log('on_connection_close?')
      }

      override onFinish() {
        log('on_finish')
      }
    }
    return { Handler, leaves: 50 }
  },

  pipelined_two_requests_serial() {
    let count = 0
    class Handler extends RequestHandler {
      get = asynchronous(() => {
        count += 1
        const number = count
        log(`start ${number}`)
        L.addTimeout(30, () => {
          log(`finish ${number}`)
          this.finish(`answer ${number}`)
        })
      })
    }
    return { Handler, times: 2 }
  },

  write_dict_is_json() {
    class Handler extends RequestHandler {
      get() {
        this.write({ a: 1 })
        log(`b${repr(this.getHeader('Content-Type'))}`)
      }
    }
    return { Handler }
  },

  method_not_allowed() {
    class Handler extends RequestHandler {
      post() {}
    }
    return { Handler }
  },

  missing_argument() {
    class Handler extends RequestHandler {
      get() {
        this.getArgument('team')
      }
    }
    return { Handler }
  },
}

/** What the client has got, as the recording program puts it. */
function received(client: Socket): unknown {
  let data: string
  try {
    data = client.recv(65_536)
  } catch (error) {
    if (error instanceof OSError && error.code === 'EAGAIN') return 'no response (request hangs)'
    throw error
  }
  return data === '' ? 'connection closed' : data.split('HTTP/1.1 ').slice(1).map(described)
}

function described(response: string): string {
  const end = response.indexOf('\r\n\r\n')
  const status = response.slice(0, response.indexOf('\r\n'))
  const body = response.slice(end + 4)
  return `${status} body=${repr(body.slice(0, 60))} len=${body.length}`
}

export function scenario(name: string): void {
  const { Handler, times = 1, leaves, runs = 250 } = scenarios[name]!()
  // The run's own client calls at the first port, where nobody answers.
  Socket.listen(8888)
  new Application({ '/': Handler }).listen(PORT)
  const client = Socket.connect('localhost', PORT)
  client.sendall('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(times))
  if (leaves !== undefined) L.addTimeout(leaves, () => client.close())
  L.addTimeout(runs, () => L.stop())
  L.start()
  client.setBlocking(false)
  log({ response: leaves === undefined ? received(client) : [] })
}

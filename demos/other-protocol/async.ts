import { CacheClient } from 'green/cache-client'
import { IOLoop } from 'ioloop'
import { asynchronize } from 'motor-asynchronize'
import { MotorSocket } from 'motor-socket'
import { Application, RequestHandler } from 'web'

//#region show
class LineSocket extends MotorSocket {
  override recv(): string {
    return this.park((done) => {
      this.stream.readUntil('\r\n', done)
    })
  }
}

const connect = (host: string, port: number) =>
  new LineSocket().connect(host, port)
const client = new CacheClient({ connect })
const cache = {
  get: asynchronize(client.get.bind(client)),
  set: asynchronize(client.set.bind(client)),
  delete: asynchronize(client.delete.bind(client)),
}
//#endregion

class Greet extends RequestHandler {
  async get() {
    const name = this.getArgument('name')
    const greeting = await cache.get(name)
    if (!greeting) await cache.set(name, `Hello again, ${name}!`)
    this.finish(greeting ?? `Hello, ${name}!`)
  }
}

export function main() {
  new Application({ '/': Greet }).listen(8888)
  IOLoop.instance().start()
}

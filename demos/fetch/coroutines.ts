import { engine, Task } from 'gen'
import { AsyncHTTPClient, type HTTPResponse } from 'httpclient'
import { IOLoop } from 'ioloop'
import { Application, asynchronous, RequestHandler } from 'web'

const client = new AsyncHTTPClient()
const url = 'http://webservice/'

//#region show
class Greet extends RequestHandler {
  get = asynchronous(
    engine(function* (this: Greet) {
      const name = this.getArgument('name')
      const task = new Task(client.fetch, url)
      const response: HTTPResponse = yield task
      response.rethrow()
      this.write(`For ${name}: ${response.body}`)
      this.finish()
    }),
  )
}
//#endregion

export function main() {
  new Application({ '/': Greet }).listen(8888)
  IOLoop.instance().start()
}

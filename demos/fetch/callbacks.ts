import { AsyncHTTPClient, type HTTPResponse } from 'httpclient'
import { IOLoop } from 'ioloop'
import { Application, asynchronous, RequestHandler } from 'web'

const client = new AsyncHTTPClient()
const url = 'http://webservice/'

//#region show
class Greet extends RequestHandler {
  name = ''

  get = asynchronous(() => {
    this.name = this.getArgument('name')
    client.fetch(url, this.onResponse)
  })

  onResponse = (response: HTTPResponse) => {
    response.rethrow()
    this.write(`For ${this.name}: ${response.body}`)
    this.finish()
  }
}
//#endregion

export function main() {
  new Application({ '/': Greet }).listen(8888)
  IOLoop.instance().start()
}

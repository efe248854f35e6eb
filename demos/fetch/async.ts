import { AsyncHTTPClient } from 'httpclient'
import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'

const client = new AsyncHTTPClient()
const url = 'http://webservice/'

//#region show
class Greet extends RequestHandler {
  async get() {
    const name = this.getArgument('name')
    const response = await client.fetch(url)
    this.write(`For ${name}: ${response.body}`)
  }
}
//#endregion

export function main() {
  new Application({ '/': Greet }).listen(8888)
  IOLoop.instance().start()
}

import { type Callback, Client } from 'asyncmongo'
import { IOLoop } from 'ioloop'
import { Application, asynchronous, RequestHandler } from 'web'

const db = new Client('worldcup')
const matches = db.collection('matches')
const everything = { batchSize: 20 }

//#region show
class Matches extends RequestHandler {
  get = asynchronous(() => {
    const all = {}
    matches.find(all, everything, this.onFound)
  })

  onFound: Callback = (docs, error) => {
    if (error) return this.fail(error)
    console.log(`${docs?.length} of 64 matches`)
    this.finish(docs)
  }
}
//#endregion

export function main() {
  new Application({ '/': Matches }).listen(8888)
  IOLoop.instance().start()
}

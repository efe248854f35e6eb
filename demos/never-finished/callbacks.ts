import { IOLoop } from 'ioloop'
import { type Callback, MotorClient } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const matches = db.collection('matches')

//#region show
class FindMatch extends RequestHandler {
  get = asynchronous(() => {
    const teamA = this.getArgument('team')
    matches.findOne({ teamA }, this.onFound)
  })

  onFound: Callback<object> = (match, error) => {
    if (error) this.fail(error)
    if (match) this.finish(match)
  }
}
//#endregion

export function main() {
  new Application({ '/': FindMatch }).listen(8888)
  IOLoop.instance().start()
}

import { engine } from 'gen'
import { IOLoop } from 'ioloop'
import { MotorClient, Op } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const { findOne } = db.collection('matches')

//#region show
class FindTeam extends RequestHandler {
  get = engine(
    asynchronous(function* (this: FindTeam) {
      const teamA = this.getArgument('team')
      const match = yield new Op(findOne, { teamA })
      if (!match) throw new Error(`no ${teamA}`)
      this.finish(match)
    }),
  )
}
//#endregion

export function main() {
  new Application({ '/': FindTeam }).listen(8888)
  IOLoop.instance().start()
}

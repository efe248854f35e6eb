import { Callback, engine } from 'gen'
import { IOLoop } from 'ioloop'
import { MotorClient, WaitOp } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const matches = db.collection('matches')

//#region show
class TwoTeams extends RequestHandler {
  get = asynchronous(
    engine(function* (this: TwoTeams) {
      const japan = matches.find({ teamA: 'Japan' })
      const ghana = matches.find({ teamA: 'Ghana' })
      japan.toList(yield new Callback('J'))
      ghana.toList(yield new Callback('G'))
      const first = yield new WaitOp('G')
      const second = yield new WaitOp('J')
      this.finish([first, second])
    }),
  )
}
//#endregion

export function main() {
  new Application({ '/': TwoTeams }).listen(8888)
  IOLoop.instance().start()
}

import { Callback, engine, sleep } from 'gen'
import { IOLoop } from 'ioloop'
import { MotorClient, WaitOp } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const { findOne } = db.collection('matches')
const japan = { teamA: 'Japan' }
const ghana = { teamA: 'Ghana' }

//#region show
class TwoTeams extends RequestHandler {
  get = asynchronous(
    engine(function* (this: TwoTeams) {
      findOne(japan, yield new Callback('japan'))
      findOne(ghana, yield new Callback('ghana'))
      this.finish(yield new WaitOp('ghana'))
      console.log('end of generator')
    }),
  )
}
//#endregion

/** Whoever comes here waits longer, and the run with them. */
class Later extends RequestHandler {
  async get() {
    await sleep(300)
    this.finish('later')
  }
}

export function main() {
  const pages = { '/': TwoTeams, '/later': Later }
  new Application(pages).listen(8888)
  IOLoop.instance().start()
}

import { engine, sleep } from 'gen'
import { IOLoop } from 'ioloop'
import { MotorClient, Op } from 'motor'
import { Application, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const { findOne } = db.collection('matches')
const wanted = { teamA: 'Brazil' }

//#region show
class Game extends RequestHandler {
  get = engine(function* (this: Game) {
    this.write(yield new Op(findOne, wanted))
    this.finish()
  }) // It returns at its first yield.
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
  const pages = { '/': Game, '/later': Later }
  new Application(pages).listen(8888)
  IOLoop.instance().start()
}

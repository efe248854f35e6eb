import { sleep } from 'gen'
import { IOLoop } from 'ioloop'
import { type Callback, MotorClient } from 'motor'
import { Application, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const matches = db.collection('matches')
const wanted = { teamA: 'Brazil' }

//#region show
class FindMatch extends RequestHandler {
  get() {
    matches.findOne(wanted, this.onFound)
  } // It returns: is that the whole answer?

  onFound: Callback<object> = (match, error) => {
    if (error) this.fail(error)
    else this.finish(match)
  }
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
  const pages = { '/': FindMatch, '/later': Later }
  new Application(pages).listen(8888)
  IOLoop.instance().start()
}

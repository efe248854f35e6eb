import { IOLoop } from 'ioloop'
import { type Callback, MotorClient, type MotorCursor } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const client = new MotorClient('mongodb', 27017)
const visits = client.db('app').collection('visits')
const matches = client.db('worldcup').collection('matches')

abstract class Page extends RequestHandler {
  abstract cursor: MotorCursor
  send(match: object) {
    const more = this.cursor.cursorId !== 0
    if (!this.headersWritten) console.log(`more to come: ${more}`)
    this.write(`${JSON.stringify(match)}\n`)
    this.flush()
  }
}

//#region show
class Matches extends Page {
  cursor = matches.find().batchSize(16)
  get = asynchronous(() => {
    visits.insertOne({ n: 1 }, this.onInserted)
  })
  onInserted: Callback<object> = (_, error) => {
    if (error) this.fail(error)
    else this.cursor.each(this.onMatch)
  }
  onMatch: Callback<object> = (match, error) => {
    if (error) this.fail(error)
    else if (match) this.send(match)
    else this.finish()
  }
}
//#endregion

export function main() {
  client.open(() => new Application({ '/': Matches }).listen(8888))
  IOLoop.instance().start()
}

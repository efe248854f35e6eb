import { IOLoop } from 'ioloop'
import { type Callback, MotorClient } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const client = new MotorClient('mongodb', 27017)
const visits = client.db('app').collection('visits')
const matches = client.db('worldcup').collection('matches')

//#region show
class Matches extends RequestHandler {
  cursor = matches.find().batchSize(16)

  get = asynchronous(() => {
    visits.insertOne({ at: new Date() }, this.onInserted)
  })

  onInserted: Callback<object> = (_visit, error) => {
    if (error) this.fail(error)
    else this.cursor.each(this.onMatch)
  }

  onMatch: Callback<object> = (match, error) => {
    if (error) this.fail(error)
    else if (match) this.send(JSON.stringify(match))
    else this.finish()
  }
  //#endregion

  send(json: string) {
    const { headersWritten, cursor } = this
    const first = headersWritten ? 'the next' : 'the first'
    const more = cursor.cursorId === 0 ? 'is all' : 'has more'
    console.log(`${first} match leaves, the cursor ${more}`)
    this.write(`${json}\n`)
    this.flush()
  }
}

export function main() {
  client.open((_client, error) => {
    if (error) throw error
    new Application({ '/': Matches }).listen(8888)
  })
  IOLoop.instance().start()
}

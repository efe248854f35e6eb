import { type Arguments, engine, Task } from 'gen'
import { IOLoop } from 'ioloop'
import { MotorClient, Op } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const client = new MotorClient('mongodb', 27017)
const visits = client.db('app').collection('visits')
const matches = client.db('worldcup').collection('matches')

//#region show
class Matches extends RequestHandler {
  get = asynchronous(
    engine(function* (this: Matches) {
      yield new Op(visits.insertOne, { at: new Date() })
      const cursor = matches.find({ teamA: 'Brazil' })
      while (yield cursor.fetchNext)
        this.write(`${JSON.stringify(cursor.nextObject())}\n`)
      // A plain Task gives both: the result and the error.
      const both: Arguments = yield new Task(visits.countDocuments)
      const [count, error] = both.args
      if (error) throw error
      console.log(`visit ${count}`)
      this.finish()
    }),
  )
}
//#endregion

export function main() {
  visits.drop(() => {
    new Application({ '/': Matches }).listen(8888)
  })
  IOLoop.instance().start()
}

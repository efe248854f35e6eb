import { type Arguments, engine, Task } from 'gen'
import { IOLoop } from 'ioloop'
import { MotorClient, Op } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const client = new MotorClient('mongodb', 27017)
const {
  insertOne,
  countDocuments: howMany,
  drop,
} = client.db('app').collection('visits')
const matches = client.db('worldcup').collection('matches')
const visit = () => ({ at: new Date() })

//#region show
const answer = engine(function* (page: Matches) {
  yield new Op(insertOne, visit())
  const cursor = matches.find({ teamA: 'Brazil' })
  while (yield cursor.fetchNext)
    page.write(JSON.stringify(cursor.nextObject()))
  // A plain Task gives both, result and error.
  const both: Arguments = yield new Task(howMany)
  const [count, error] = both.args
  if (error) throw error
  console.log(`visit ${count}`)
  page.finish()
})

class Matches extends RequestHandler {
  get = asynchronous(() => answer(this))
}
//#endregion

export function main() {
  drop(() => new Application({ '/': Matches }).listen(8888))
  IOLoop.instance().start()
}

import { IOLoop } from 'ioloop'
import { type Callback, MotorClient } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const db = new MotorClient()
const users = db.db('app').collection('users')
const matches = db.db('worldcup').collection('matches')
const visit = { $currentDate: { lastLogin: true }, $inc: { logins: 1 } }

class Matches extends RequestHandler {
  get = asynchronous(() => {
    matches.find().toList((docs) => this.finish(docs))
  })
}

//#region show
class Login extends RequestHandler {
  who = {}
  get = asynchronous(() => {
    this.who = { name: this.getArgument('name') }
    users.findOne(this.who, this.onFound)
  })

  onFound: Callback<object> = (user, error) => {
    if (error) return this.fail(error)
    if (!user) return this.finish('Who?')
    users.updateOne(this.who, visit, this.onSaved)
  }

  onSaved: Callback<object> = (_, error) =>
    error ? this.fail(error) : this.finish('Hello')
}
//#endregion

export function main() {
  const pages = { '/': Matches, '/matches': Matches, '/login': Login }
  new Application(pages).listen(8888)
  IOLoop.instance().start()
}

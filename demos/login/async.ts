import { IOLoop } from 'ioloop'
import { MotorClient } from 'motor'
import { Application, RequestHandler } from 'web'

const db = new MotorClient()
const users = db.db('app').collection('users')
const matches = db.db('worldcup').collection('matches')
const visit = { $currentDate: { lastLogin: true }, $inc: { logins: 1 } }

//#region show
class Matches extends RequestHandler {
  async get() {
    const docs = await matches.find().toList()
    this.finish(docs)
  }
}

class Login extends RequestHandler {
  async get() {
    const name = this.getArgument('name')
    const user = await users.findOne({ name })
    if (!user) return this.finish('Who?')
    await users.updateOne({ name }, visit)
    this.finish(`Hello, ${name}`)
  }
}
//#endregion

export function main() {
  const pages = { '/': Matches, '/matches': Matches, '/login': Login }
  new Application(pages).listen(8888)
  IOLoop.instance().start()
}

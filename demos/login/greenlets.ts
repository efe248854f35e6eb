import { monkey } from 'gevent'
import { requests, respond } from 'http'
import { MongoClient } from 'pymongo'
import { Socket } from 'socket'
import { Thread } from 'thread'

monkey.patchAll()

const db = new MongoClient()
const users = db.db('app').collection('users')
const matches = db.db('worldcup').collection('matches')
const visit = { $currentDate: { lastLogin: true }, $inc: { logins: 1 } }

export function main() {
  const server = Socket.listen(8888)
  for (;;) new Thread(serve, server.accept()).start()
}

//#region show
export function serve(client: Socket) {
  for (const { path, query } of requests(client)) {
    if (path === '/login') login(client, query.name)
    else respond(client, matches.find().toList())
  }
}

function login(client: Socket, name?: string) {
  const user = users.findOne({ name })
  if (!user) return respond(client, 'Who?')
  users.updateOne({ name }, visit)
  respond(client, `Hello, ${name}`)
}
//#endregion

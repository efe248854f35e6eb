import { monkey } from 'gevent'
import { requests, respond } from 'http'
import { MongoClient } from 'pymongo'
import { Socket } from 'socket'
import { Thread } from 'thread'

monkey.patchAll()

const db = new MongoClient().db('worldcup')
const matches = db.collection('matches')
const playedBy = (team = '') => ({
  $or: [{ teamA: team }, { teamB: team }],
})

//#region show
export function main() {
  const server = Socket.listen(8888)
  for (;;) {
    const client = server.accept()
    new Thread(serve, client).start()
  }
}

export function serve(client: Socket) {
  for (const { query } of requests(client)) {
    const found = matches.find(playedBy(query.team))
    const docs = found.toList()
    respond(client, docs)
  }
}
//#endregion

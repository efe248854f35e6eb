import { requests, respond } from 'http'
import { Process } from 'process'
import { MongoClient } from 'pymongo'
import { Socket } from 'socket'

const db = new MongoClient().db('worldcup')
const matches = db.collection('matches')
const playedBy = (team = '') => ({
  $or: [{ teamA: team }, { teamB: team }],
})

//#region show
const WORKERS = 4

export function main() {
  const server = Socket.listen(8888)
  for (let n = 1; n < WORKERS; n += 1) {
    new Process(work, server).start()
  }
  work(server)
}

export function work(server: Socket) {
  for (;;) serve(server.accept())
}
//#endregion

function serve(client: Socket) {
  for (const { query } of requests(client)) {
    const found = matches.find(playedBy(query.team))
    respond(client, found.toList())
  }
}

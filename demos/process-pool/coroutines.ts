import type { Document } from 'bson'
import { coroutine } from 'gen'
import { IOLoop } from 'ioloop'
import { MotorClient } from 'motor'
import { Application, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const matches = db.collection('matches')
const playedBy = (team: string) => ({
  $or: [{ teamA: team }, { teamB: team }],
})

//#region show
class FindTeam extends RequestHandler {
  get = coroutine(function* (this: FindTeam) {
    const team = this.getArgument('team')
    const cursor = matches.find(playedBy(team))
    const docs: Document[] = yield cursor.toList()
    this.finish(docs)
  })
}
//#endregion

export function main() {
  new Application({ '/': FindTeam }).listen(8888)
  IOLoop.instance().start()
}

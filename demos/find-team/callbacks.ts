import { IOLoop } from 'ioloop'
import { type Callback, MotorClient } from 'motor'
import { Application, asynchronous, RequestHandler } from 'web'

const db = new MotorClient().db('worldcup')
const matches = db.collection('matches')
const playedBy = (team: string) => ({
  $or: [{ teamA: team }, { teamB: team }],
})

//#region show
class FindTeam extends RequestHandler {
  get = asynchronous(() => {
    const team = this.getArgument('team')
    const cursor = matches.find(playedBy(team))
    cursor.toList(this.onFound)
  })

  onFound: Callback<object[]> = (docs, error) => {
    if (error) this.fail(error)
    else this.finish(docs)
  }
}
//#endregion

export function main() {
  new Application({ '/': FindTeam }).listen(8888)
  IOLoop.instance().start()
}

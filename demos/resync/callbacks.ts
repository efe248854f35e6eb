import { runSuite } from 'driver-suite'
import { requests, respond } from 'http'
import { EXCLUSIONS, ResyncClient } from 'resync'
import { Socket } from 'socket'

//#region show
function testMotor() {
  const driver = { MongoClient: ResyncClient }
  const outcomes = runSuite(driver, EXCLUSIONS)
  const failed = outcomes.filter((test) => test.failed)
  const left = outcomes.filter((test) => test.excluded)
  const passed = outcomes.length - failed.length - left.length
  const counts = [passed, failed.length, left.length].join(', ')
  console.log(`passed, failed, excluded: ${counts}`)
  return { passed, failed, excluded: left }
}
//#endregion

export function main() {
  const answer = testMotor()
  const server = Socket.listen(8888)
  for (;;) {
    const client = server.accept()
    for (const _request of requests(client)) respond(client, answer)
  }
}

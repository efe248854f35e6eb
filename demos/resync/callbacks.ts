import { runSuite } from 'driver-suite'
import { requests, respond } from 'http'
import { EXCLUSIONS, ResyncClient } from 'resync'
import { Socket } from 'socket'

//#region show
function testMotor() {
  const driver = { MongoClient: ResyncClient }
  const all = runSuite(driver, EXCLUSIONS)
  const failed = all.filter((one) => one.failed)
  const excluded = all.filter((one) => one.excluded)
  const total = all.length
  const rest = failed.length + excluded.length
  const passed = total - rest
  console.log(`${passed} of ${total} tests pass`)
  console.log(`${failed.length} fail`)
  console.log(`${excluded.length} are excluded`)
  return { passed, failed, excluded }
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

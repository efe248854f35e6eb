import { monkey } from 'gevent'
import { requests, respond } from 'http'
import { Socket } from 'socket'
import { Thread } from 'thread'

monkey.patchAll()

//#region show
function serve(client: Socket) {
  for (const { path } of requests(client)) {
    if (path === '/think') think()
    console.log(`answers ${path}`)
    respond(client, 'done')
  }
}

function think() {
  for (let n = 1; n <= 50; n += 1) {
    computeForOneMillisecond()
  }
}
//#endregion

function computeForOneMillisecond() {
  let sum = 0
  for (let n = 0; n < 480; n += 1) sum += n
  return sum
}

export function main() {
  const server = Socket.listen(8888)
  for (;;) new Thread(serve, server.accept()).start()
}

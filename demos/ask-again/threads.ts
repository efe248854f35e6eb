import { requests, respond } from 'http'
import { ifReady } from 'os'
import { Socket } from 'socket'

const GET = 'GET /slow HTTP/1.1\r\nHost: webservice\r\n\r\n'

export function main() {
  const server = Socket.listen(8888)
  for (;;) serve(server.accept())
}

function serve(client: Socket) {
  for (const _request of requests(client)) {
    const service = Socket.connect('webservice', 80)
    service.sendall(GET)
    const [, body] = answerOf(service).split('\r\n\r\n')
    service.close()
    respond(client, body)
  }
}

//#region show
function answerOf(service: Socket): string {
  service.setBlocking(false)
  for (;;) {
    const data = ifReady(() => service.recv(4096))
    if (data !== undefined) return data
    // Nothing yet? Ask again.
  }
}
//#endregion

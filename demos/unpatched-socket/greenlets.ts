import { monkey } from 'gevent'
import { requests, respond } from 'http'
import { Socket } from 'socket'
import { Thread } from 'thread'

//#region show
const { recv } = Socket.prototype // which blocks

monkey.patchAll()

function serve(client: Socket) {
  for (const _ of requests(client)) {
    const service = Socket.connect('webservice', 80)
    service.sendall('GET / HTTP/1.0\r\n\r\n')
    const answer = recv.call(service, 4096)
    service.close()
    respond(client, answer.length)
  }
}
//#endregion

export function main() {
  const server = Socket.listen(8888)
  for (;;) new Thread(serve, server.accept()).start()
}

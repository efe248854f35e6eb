import { END_OF_HEAD, formatResponse } from 'http-message'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { Socket } from 'socket'

const { log } = console
const loop = IOLoop.instance()
const answer = (head: string) =>
  formatResponse(200, { path: head.split(' ')[0] })

//#region show
function serve(stream: IOStream) {
  stream.readBytes(4, (method) => {
    log(`readBytes: ${method}`)
    stream.readUntil(END_OF_HEAD, (head) => {
      log(`readUntil: ${head.length} bytes`)
      stream.write(answer(head), () => {
        log('written')
        serve(stream)
      })
      log('write returned')
    })
    log('readUntil returned')
  })
  log('readBytes returned')
}
//#endregion

export function main() {
  const server = Socket.listen(8888)
  const accept = () => serve(new IOStream(server.accept()))
  loop.addHandler(server.fd, accept, IOLoop.READ)
  loop.start()
}

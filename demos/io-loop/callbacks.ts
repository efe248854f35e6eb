import { IOLoop } from 'ioloop'
import { Socket } from 'socket'

const { log } = console
const loop = IOLoop.instance()
const [socket, peer] = Socket.pair()

//#region show
const onReadable = () => {
  log('handler')
  socket.recv(1)
  next('cb from handler')
}
const onTime = () => {
  log('timeout')
  next('cb from timeout')
}
const onTurn = () => {
  log('cb1')
  next('cb added by cb1')
}
const next = (text: string) => {
  loop.addCallback(() => log(text))
}
//#endregion

export function main() {
  peer.send('x')
  loop.addHandler(socket.fd, onReadable, IOLoop.READ)
  loop.addTimeout(0, onTime)
  loop.addCallback(onTurn)
  loop.addCallback(() => log('cb2'))
  loop.addTimeout(10, () => loop.stop())
  loop.start()
}

import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'

//#region show
function* fibonacci() {
  console.log('begins')
  let [a, b] = [0, 1]
  while (a < 9) {
    console.log(`is at ${a}`)
    yield a // Stays here until somebody asks.
    ;[a, b] = [b, a + b]
  }
}
const bookmark = fibonacci()

class Next extends RequestHandler {
  get() {
    this.finish(`${bookmark.next().value}`)
  }
}
//#endregion

export function main() {
  console.log('nothing was asked yet')
  new Application({ '/': Next }).listen(8888)
  IOLoop.instance().start()
}

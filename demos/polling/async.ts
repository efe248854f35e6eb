import { Future } from 'future'
import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'

const loop = IOLoop.instance()
const boxes: Record<string, number[]> = {}
let posted = new Future()

//#region show
class News extends RequestHandler {
  async get() {
    const box = boxOf(this.getArgument('who'))
    for (const written of box.splice(0)) {
      const late = Math.round(loop.time() - written)
      console.log(`late: ${late} ms`)
      this.write('Something happened. ')
    }
  }
}
//#endregion

function boxOf(who: string): number[] {
  boxes[who] ??= []
  return boxes[who]
}

function post() {
  for (const who in boxes) boxOf(who).push(loop.time())
  posted.setResult(undefined)
  posted = new Future()
  loop.addTimeout(230, post)
}

export function main() {
  new Application({ '/news': News }).listen(8888)
  loop.addTimeout(230, post)
  loop.start()
}

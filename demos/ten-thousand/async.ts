import { Future } from 'future'
import { moment } from 'gen'
import { IOLoop } from 'ioloop'
import { heap } from 'os'

const POLLS = 10_000
const waiters: Future<string>[] = []
let answered = 0

//#region show
/** A long poll: it waits for news, and answers. */
async function poll(user: number) {
  const next = new Future<string>()
  waiters.push(next)
  const news = await next
  answer(user, news)
}
//#endregion

function answer(user: number, news: string) {
  answered += 1
  if (user === 0) console.log(`the first one hears: ${news}`)
}

export function main() {
  const loop = IOLoop.instance()
  const before = heap()
  for (let user = 0; user < POLLS; user += 1) void poll(user)
  loop.runSync(() => moment)
  const each = Math.round((heap() - before) / POLLS)
  console.log(`${waiters.length} wait, ${each} bytes each`)
  for (const waiter of waiters) waiter.setResult('Goal!')
  loop.runSync(() => moment)
  console.log(`${answered} answered`)
}

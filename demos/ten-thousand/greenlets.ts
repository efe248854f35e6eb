import { Greenlet, getcurrent } from 'greenlet'
import { heap, sleep } from 'os'

const POLLS = 10_000
const hub = getcurrent()
const waiters: Greenlet[] = []
let answered = 0

//#region show
/** A long poll: it waits for news, and answers. */
function poll(user: number) {
  waiters.push(getcurrent())
  const news = hub.switch() as string
  answer(user, news)
}
//#endregion

function answer(user: number, news: string) {
  answered += 1
  if (user === 0) console.log(`the first one hears: ${news}`)
}

export function main() {
  const before = heap()
  for (let user = 0; user < POLLS; user += 1) {
    if (user % 1000 === 0) sleep(1) // They come by and by.
    new Greenlet(poll).switch(user)
  }
  const each = Math.round((heap() - before) / POLLS)
  console.log(`${waiters.length} wait, ${each} bytes each`)
  for (const [user, waiter] of waiters.entries()) {
    if (user % 1000 === 0) sleep(1)
    waiter.switch('Goal!')
  }
  console.log(`${answered} answered`)
}

import { heap } from 'os'

const POLLS = 10_000
const waiters: ((news: string) => void)[] = []
let answered = 0

//#region show
/** A long poll: it waits for news, and answers. */
function poll(user: number) {
  waiters.push((news) => answer(user, news))
}
//#endregion

function answer(user: number, news: string) {
  answered += 1
  if (user === 0) console.log(`the first one hears: ${news}`)
}

export function main() {
  const before = heap()
  for (let user = 0; user < POLLS; user += 1) poll(user)
  const each = Math.round((heap() - before) / POLLS)
  console.log(`${waiters.length} wait, ${each} bytes each`)
  for (const waiter of waiters) waiter('Goal!')
  console.log(`${answered} answered`)
}

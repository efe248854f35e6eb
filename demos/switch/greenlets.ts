import { Greenlet, getcurrent } from 'greenlet'
import { requests, respond } from 'http'
import { Socket } from 'socket'

const umpire = getcurrent()

//#region show
const ann = new Greenlet((n: number) => play(n, 2))
const ben = new Greenlet((n: number) => play(n, 5))

function play(ball: number, deep: number): never {
  if (deep > 1) return play(ball, deep - 1)
  const iAmAnn = getcurrent() === ann
  const me = iAmAnn ? 'ann' : 'ben'
  const other = iAmAnn ? ben : ann
  for (let mine = ball; ; ) {
    console.log(`${me} has ball ${mine}`)
    const next = mine < 4 ? other : umpire
    mine = next.switch(mine + 1) as number
  }
}
//#endregion

export function main() {
  const client = Socket.listen(8888).accept()
  for (const _ of requests(client)) respond(client, ann.switch(1))
}

import { Counter } from 'counter'
import { requests, respond } from 'http'
import { Lock } from 'lock'
import { MongoClient } from 'pymongo'
import { Socket } from 'socket'
import { Thread } from 'thread'

const visits = new MongoClient().db('app').collection('visits')
const visitors = new Counter()
const lock = new Lock()

export function main() {
  const server = Socket.listen(8888)
  for (;;) new Thread(serve, server.accept()).start()
}

//#region show
export function serve(client: Socket) {
  for (const _request of requests(client)) {
    lock.acquire()
    const number = visitors.get() + 1
    visits.insertOne({ number })
    visitors.set(number)
    lock.release()
    console.log(`visitor ${number}`)
    respond(client, `You are visitor ${number}.`)
  }
}
//#endregion

import { requests, respond } from 'http'
import { Process } from 'process'
import { Socket } from 'socket'

//#region show
const PROCESSES = 1

function countPrimes(below: number) {
  let count = 0
  for (let n = 2; n < below; n += 1) {
    let divisor = 2
    while (n % divisor > 0) divisor += 1
    if (divisor === n) count += 1
  }
  return count
}
//#endregion

export function main() {
  const server = Socket.listen(8888)
  for (let n = 1; n < PROCESSES; n += 1) {
    new Process(work, server).start()
  }
  work(server)
}

export function work(server: Socket) {
  for (;;) serve(server.accept())
}

function serve(client: Socket) {
  for (const { query } of requests(client)) {
    respond(client, countPrimes(Number(query.below)))
  }
}

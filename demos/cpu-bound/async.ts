import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'

//#region show
class Primes extends RequestHandler {
  async get() {
    const below = Number(this.getArgument('below'))
    this.finish([await countPrimes(below)])
  }
}

async function countPrimes(below: number) {
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
  new Application({ '/': Primes }).listen(8888)
  IOLoop.instance().start()
}

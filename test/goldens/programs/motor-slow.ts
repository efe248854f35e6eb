/** Motor 0.1's recorded scenarios (motor-0.1.py.txt): what takes time: a database that answers after 100 ms. */
import { client, L, nameOf, play, type Scenarios, shown, stop } from './motor-prelude.ts'
import { log, repr } from './prelude.ts'

const SCENARIOS: Scenarios = {
  parallel_ops_use_two_sockets() {
    const s = client()
    const matches = s.db('worldcup').collection('matches')
    const t = L.time()
    const done: number[] = []
    const cb = () => {
      done.push(1)
      if (done.length < 5) return
      const took = L.time() - t
      const idle = s.delegate.pool.idle
      const about = took < 350 ? '~100-200 ms' : `${took} ms`
      log(`5 ops of 100 ms took ${about}; idle sockets now ${idle}`)
      stop()
    }
    for (let i = 0; i < 5; i += 1) matches.findOne({ _id: i }, cb)
    log(`sockets open while pending: ${s.delegate.pool.taken + s.delegate.pool.idle}`)
  },
  max_wait_time() {
    const s = client({ maxConcurrent: 1, maxWaitTime: 30 })
    const matches = s.db('worldcup').collection('matches')
    matches.findOne({}, (r, e) => {
      log(`first: ${repr(r !== null)}, ${repr(e)}`)
      stop()
    })
    matches.findOne({}, (r, e) => log(`second: ${repr(r)}, ${shown(e)}`))
  },
  socket_timeout() {
    const s = client({ socketTimeoutMS: 30 })
    s.db('worldcup')
      .collection('matches')
      .findOne({}, (r, e) => {
        log(`callback(${repr(r)}, ${nameOf(e)}(${e?.message}))`)
        log(`idle sockets ${s.delegate.pool.idle}`)
        stop()
      })
  },
  network_timeout_per_op() {
    const s = client()
    s.db('worldcup')
      .collection('matches')
      .findOne({}, { networkTimeoutMS: 30 }, (r, e) => {
        log(`callback(${repr(r)}, ${nameOf(e)}(${e?.message}))`)
        stop()
      })
  },
}

export const scenario = (name: string): void => play(SCENARIOS[name])

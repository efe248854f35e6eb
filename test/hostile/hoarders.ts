/** Programs that want ever more of something, or never give it back. */
import { type Hostile, main } from './hostile.ts'

export const HOARDERS: Hostile[] = [
  {
    what: 'threads for ever',
    source: `import { sleep } from 'os'\nimport { Thread } from 'thread'\n${main('for (;;) {', '  new Thread(idle).start()', '}')}\nexport function idle() { sleep(1e6) }`,
    reason: 'limit',
    message: 'thread limit: the program wanted more than 65 threads at once',
    line: 5,
    style: 'threads',
  },
  {
    what: 'a lock that nobody gives back, with the database and the cache at hand',
    source: `import { Lock } from 'lock'
import { MongoClient } from 'pymongo'
import { Socket } from 'socket'
export function main() {
  new MongoClient().db('app').collection('none').countDocuments({})
  Socket.connect('cache', 11211)
  const lock = new Lock()
  lock.acquire()
  lock.acquire()
}`,
    reason: 'deadlock',
    message: 'the program waits, and nobody listens',
    style: 'threads',
  },
  {
    what: 'processes for ever',
    source: `import { sleep } from 'os'\nimport { Process } from 'process'\n${main('work()')}
export function work() {
  for (let n = 0; n < 2; n += 1) new Process(work).start()
  sleep(1e6)
}`,
    reason: 'limit',
    message: 'thread limit: the program wanted more than 65 threads at once',
    line: 7,
    style: 'threads',
  },
  {
    what: 'values that wait for room in a queue',
    source: main(
      "const value = 'x'.repeat(1_000_000)",
      "const call = { id: 1, op: 'put', object: 'queue', limit: 1, value }",
      'const frame = JSON.stringify({ submissions: [call], wait: 0, request: 0, heap: 0 })',
      'for (;;) $enter(frame)',
    ),
    reason: 'limit',
    message: 'queue limit: what lies in queues and in results of threads is more than 16 MiB',
  },
  {
    what: 'sockets for ever',
    source: `import { Socket } from 'socket'\n${main('for (;;) {', "  Socket.connect('mongodb', 27017)", '}')}`,
    reason: 'limit',
    message: 'socket limit: the program wanted more than 1024 sockets at once',
    line: 4,
  },
]

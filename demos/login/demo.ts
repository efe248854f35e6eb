import {
  allAnswered,
  loopNeverBlockedOver,
  nobodyAtTheLock,
  oneThread,
  queriesOneAfterAnother,
  queueAtTheLock,
  readersDoNotWait,
  readersWaitToo,
  threadPerClient,
  writersDoNotWait,
  writersWaitForAll,
  writesOneAfterAnother,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

/** However the server waits, it makes no login faster; it keeps the others from waiting for them. */
const waiting = [
  allAnswered(),
  writesOneAfterAnother(),
  queueAtTheLock(),
  writersWaitForAll(),
  readersDoNotWait(),
]

const onLoop = [oneThread(), ...waiting, loopNeverBlockedOver(10)]

/** Nobody waits for anybody: even who logs in is answered as soon as his own write is done. */
const withoutLock = [
  allAnswered(),
  nobodyAtTheLock('Nobody waits for a lock.'),
  writersDoNotWait(),
  readersDoNotWait(),
]

const STYLES = [
  'threads',
  'greenlets',
  'callbacks',
  'coroutines',
  'async',
]

const demo: Demo = {
  title: 'One slow login',
  question:
    'Four people log in and wait for a lock. Who else has to wait?',
  clients: 8,
  requests: 1,
  latency: 20,
  database: {
    service: { read: 5, write: 200 },
    lock: 'writes',
    jitter: 0.1,
  },
  paths: [
    '/login?name=ann',
    '/',
    '/login?name=ben',
    '/matches',
    '/login?name=cleo',
    '/',
    '/login?name=dev',
    '/matches',
  ],
  mode: 'burst',
  moment: 0.4,
  claims: {
    threads: [threadPerClient(), ...waiting],
    greenlets: [oneThread(), ...waiting],
    callbacks: onLoop,
    coroutines: onLoop,
    async: onLoop,
    blocked: [
      allAnswered(),
      oneThread(),
      queriesOneAfterAnother(),
      nobodyAtTheLock(),
      writersWaitForAll(),
      readersWaitToo(),
    ],
  },
  edits: STYLES.map((style) => ({
    name: 'no-lock',
    label: 'A database without locks',
    style,
    replace: [],
    database: { lock: 'none' },
    claims: withoutLock,
  })),
}

export default demo

/** The operations whose event traces were recorded, one a scenario: `insert 0.1`, `insert talk`. */
import { settrace } from 'greenlet'
import { IOLoop } from 'ioloop'
import { MotorClient } from 'motor'
import { log, repr, ValueError } from './prelude.ts'

type Version = '0.1' | 'talk'
type Collection = ReturnType<ReturnType<MotorClient['db']>['collection']>

const L = IOLoop.instance()
const opened = (version: Version, options: object = {}) =>
  new MotorClient('mongodb', 27017, { version, ...options }).openSync()

/** The pool has an idle connection, and the loop has been stopped once. */
function warm(version: Version): Collection {
  const collection = opened(version).db('worldcup').collection('matches')
  collection.findOne({}, () => L.stop())
  L.start()
  return collection
}

/** What follows is compared; what came before isn't. */
const begin = () => log('begin')

/** Runs it in a callback of the loop. */
function inLoop(name: string, action: () => void): void {
  L.addCallback(() => {
    action()
    log(`${name} returned`)
  })
  begin()
  L.start()
}

function done(result: unknown, error: unknown): void {
  log(`user callback ${result === null ? 'without' : 'with'} result, ${repr(error)}`)
  L.stop()
}

/**
 * When the recording's process had parked both operations of the talk's version, it found both answers at its
 * next poll: so long it took. This one is as slow behind so many switches to main.
 */
function busyBehind(count: number): void {
  let left = count
  settrace((_event, [, target]) => {
    if (!target.parent) left -= 1
    const until = L.time() + (left === 0 ? 100 : 0)
    while (L.time() < until);
  })
}

const SCENARIOS: Record<string, (version: Version) => void> = {
  insert(version) {
    const foo = warm(version)
    inLoop('insert', () => foo.insertOne({ _id: 'new' }, done))
  },
  insert0(version) {
    const foo = warm(version)
    inLoop('insert0', () => {
      foo.insertOne({ _id: 'new' })
      L.addTimeout(100, () => L.stop())
    })
  },
  insertbig(version) {
    const foo = warm(version)
    // So big that the socket is full once (0.1) and twice (the talk).
    const size = version === 'talk' ? 150_000 : 100_000
    inLoop('insertbig', () => foo.insertOne({ _id: 'big', a: 'x'.repeat(size) }, done))
  },
  findone(version) {
    const foo = warm(version)
    inLoop('findone', () => foo.findOne({ _id: 'nope' }, done))
  },
  throwcb(version) {
    const foo = warm(version)
    inLoop('throwcb', () =>
      foo.findOne({ _id: 1 }, () => {
        log('user callback raises')
        L.addCallback(() => L.stop())
        throw new ValueError('user bug')
      }),
    )
  },
  two(version) {
    const matches = warm(version)
    let count = 0
    const each = (result: unknown, error: unknown) => {
      count += 1
      log(`user callback ${result === null ? 'without' : 'with'} result, ${repr(error)}`)
      if (count === 2) L.stop()
    }
    if (version === 'talk') busyBehind(5)
    inLoop('two', () => {
      matches.findOne({ _id: 1 }, each)
      matches.findOne({ _id: 2 }, each)
    })
  },
  connect(version) {
    begin()
    new MotorClient('mongodb', 27017, { version }).open(done)
    log('open returned')
    L.start()
  },
  refused(version) {
    begin()
    new MotorClient('127.0.0.1', 1, { version }).open(done)
    log('open returned')
    L.start()
  },
  timeout(version) {
    const matches = opened(version, { socketTimeoutMS: 30 }).db('worldcup').collection('matches')
    L.addCallback(() => L.stop())
    L.start()
    inLoop('timeout', () => matches.findOne({}, done))
  },
}

export function scenario(name: string): void {
  const [operation, version] = name.split(' ') as [string, Version]
  SCENARIOS[operation]!(version)
}

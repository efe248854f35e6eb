/** What Motor's recorded scenarios begin with: an open client of the old kind, and the recording's database. */
import { IOLoop } from 'ioloop'
import { MotorClient } from 'motor'
import { attempt, log } from './prelude.ts'

export const L = IOLoop.instance()
export const stop = (): void => L.stop()

/** A client that has yet to be opened; port 1 has nobody who listens. */
export const unopened = (port = 27017, options: object = {}): MotorClient =>
  new MotorClient(port === 1 ? '127.0.0.1' : 'mongodb', port, { version: '0.1', ...options })

/** The recording program's `new`. */
export const client = (options: object = {}): MotorClient => unopened(27017, options).openSync()

let lastId = 1000
export function uid(): number {
  lastId += 1
  return lastId
}

/** 64 matches, an empty capped collection, and a collection that isn't there. */
export function database() {
  const c = client()
  const db = c.db('motorgolden')
  const [matches, capped, foo] = ['matches', 'capped', 'foo'].map((name) => db.collection(name)) as [
    Found,
    Found,
    Found,
  ]
  finish((done) => c.dropDatabase('motorgolden', done))
  const documents = Array.from({ length: 64 }, (_, _id) => ({ _id }))
  finish((done) => matches.insertMany(documents, done))
  finish((done) => db.createCollection('capped', { capped: true, size: 100_000 }, done))
  return { db, matches, capped, foo }
}

type Found = ReturnType<ReturnType<MotorClient['db']>['collection']>

/** The capped collection, as earlier scenarios have left it. */
export function withCapped(...ids: number[]) {
  const all = database()
  const documents = ids.map((_id) => ({ _id }))
  finish((done) => all.capped.insertMany(documents, done))
  return all
}

/** Runs the loop for one operation. */
function finish(begin: (done: () => void) => void): void {
  begin(stop)
  L.start()
}

export const nameOf = (error: unknown): string => (error as Error).name
export const shown = (error: unknown): string => `${nameOf(error)}: ${(error as Error).message}`

export type Scenarios = Record<string, () => void>

let started = true
/** For scenarios that do all before the loop would start. */
export function nostart(): void {
  started = false
}

/** Runs one, as the recording program does: with a watchdog, until the loop is stopped. */
export function play(scenario?: () => void): void {
  const watchdog = L.addTimeout(3000, () => {
    log('WATCHDOG')
    L.stop()
  })
  attempt(() => {
    scenario!()
    if (started) L.start()
  })
  L.removeTimeout(watchdog)
}

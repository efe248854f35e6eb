import { UUID } from 'bson'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, testServer } from '../../support/wire.ts'

let server: MongoServer
let clock: number
const lsid = (digit: number) => ({ id: new UUID(`00000000-0000-4000-8000-00000000000${digit}`) })
const run = (command: object, db = 'test') => ask(server, command, { db })
const list = (options = {}, more = {}) =>
  run({ aggregate: 1, pipeline: [{ $listLocalSessions: options }], cursor: {}, ...more })
const ids = () => list().cursor.firstBatch.map((found) => (found['_id'] as { id: UUID }).id.toString().at(-1))

beforeEach(() => {
  clock = 1_400_000_000_000
  server = testServer(() => clock)
})

describe('$listLocalSessions', () => {
  it('tells the sessions in use, the own one included, the latest last', () => {
    run({ ping: 1, lsid: lsid(1) })
    run({ ping: 1, lsid: lsid(2) })
    run({ ping: 1, lsid: lsid(1) })
    expect(ids()).toEqual(['2', '1'])
    const own = list({}, { lsid: lsid(3) }).cursor.firstBatch
    expect(own[2]).toEqual({
      _id: { id: lsid(3).id, uid: expect.objectContaining({ sub_type: 0, position: 32 }) },
      lastUse: new Date(clock),
    })
  })

  it('forgets those that ended and those that were not used for half an hour', () => {
    for (const digit of [1, 2, 3]) run({ ping: 1, lsid: lsid(digit) })
    run({ endSessions: [lsid(2)] })
    expect(ids()).toEqual(['1', '3'])
    clock += 20 * 60_000
    run({ refreshSessions: [lsid(3)] })
    clock += 11 * 60_000
    expect(ids()).toEqual(['3'])
  })

  it('knows the sessions it gave itself, and whose they are', () => {
    run({ startSession: 1 })
    expect(list({ allUsers: true }).cursor.firstBatch).toHaveLength(1)
    expect(list({ users: [{ user: 'somebody', db: 'test' }] }).cursor.firstBatch).toEqual([])
    expect(list({ whose: 1 })).toMatchObject({ code: 40415 })
  })
})

describe('$listSessions', () => {
  it('is asked of the collection where mongod keeps sessions, and of no other', () => {
    run({ ping: 1, lsid: lsid(1) })
    const command = (aggregate: string) => ({ aggregate, pipeline: [{ $listSessions: {} }], cursor: {} })
    expect(run(command('system.sessions'), 'config').cursor.firstBatch).toHaveLength(1)
    expect(run(command('other'))).toMatchObject({ code: 73, codeName: 'InvalidNamespace' })
  })
})

/** What the benchmark compares has to do the same work: the same questions get the same answers. */
import { BSON } from 'bson'
import { expect, test } from 'vitest'
import { aggregation } from '../../../../server/mongo/aggregation/index.ts'
import { MongoServer } from '../../../../server/mongo/server.ts'
import { readMessage } from '../../../../server/mongo/wire/message.ts'
import { MingoConnection } from '../../../../server/runtime/node/bench/mingo-connection.ts'
import { messageOf } from '../../../../server/runtime/node/bench/mongo-load.ts'

const DOCUMENTS = Array.from({ length: 50 }, (_, n) => ({ _id: n, team: `team ${n % 4}`, goals: n % 7 }))

function askMingo(): (command: object) => unknown {
  const connection = new MingoConnection(new Map())
  return (command) => answer(connection.receive(messageOf({ ...command })))
}

function askOurs(): (command: object) => unknown {
  const options = {
    newId: () => new Uint8Array(12),
    now: () => 0,
    random: () => 0,
    version: '7.0.14',
    parts: [aggregation],
  }
  const connection = new MongoServer(options).connect()
  return (command) => answer(connection.receive(messageOf({ ...command })).replies)
}

function answer(replies: Uint8Array[]): unknown {
  expect(replies).toHaveLength(1)
  return BSON.deserialize(readMessage(replies[0]!).body.bytes)
}

test.each([
  { find: 'matches', filter: { team: 'team 1' } },
  { find: 'matches', filter: { team: 'nobody' } },
  {
    aggregate: 'matches',
    pipeline: [
      { $match: { goals: { $gte: 3 } } },
      { $group: { _id: '$team', count: { $sum: 1 }, goals: { $avg: '$goals' } } },
    ],
    cursor: {},
  },
])('mingo and our database answer the same to %j', (command) => {
  const answers = [askMingo(), askOurs()].map((ask) => {
    expect(ask({ insert: 'matches', documents: DOCUMENTS })).toEqual({ n: 50, ok: 1 })
    return ask(command)
  })
  expect(answers[0]).toEqual(answers[1])
})

test('mingo is asked nothing that the figures are not about', () => {
  expect(() => askMingo()({ delete: 'matches', deletes: [] })).toThrow('mingo is not asked to delete here')
})

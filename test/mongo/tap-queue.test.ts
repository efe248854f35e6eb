/** What a tap does before a database that has a queue: commands wait, in order, and say why. */
import { describe, expect, it } from 'vitest'
import { OpenCursors } from '../../server/mongo/open-cursors.ts'
import { ServiceQueue } from '../../server/mongo/service.ts'
import { type CommandHappening, Tap } from '../../server/mongo/tap.ts'
import { ask, opMsg, worldCup } from '../support/wire.ts'

describe('a tap before a database that takes its time', () => {
  const dials = { lock: 'writes', service: { read: 5, write: 100 } } as const
  const insert = (id: number) => opMsg({ insert: 'users', documents: [{}] }, { db: 'app', id })

  /** Two connections to one database, with one queue. */
  function two() {
    const server = worldCup()
    const queue = new ServiceQueue({ latency: 20_000, dials, random: () => 0.5 })
    const said: [number, CommandHappening][] = []
    let op = 0
    const taps = [1, 2].map((number) => {
      const connection = server.connect()
      const tap: Tap = new Tap({
        cursors: new OpenCursors(),
        queue,
        forward: (bytes, now) => {
          for (const reply of connection.receive(bytes).replies) tap.fromDatabase(reply, now)
        },
        report: (happening) => said.push([number, happening]),
        nextOp: () => ++op,
      })
      return tap
    })
    const stored = () => ask(server, { find: 'users' }, { db: 'app' }).cursor.firstBatch.length
    return { queue, said, one: taps[0]!, other: taps[1]!, stored }
  }

  it('says what a command waits for and who has it, and when its service begins', () => {
    const { queue, said, one, other } = two()
    one.toDatabase(insert(1), 0, 1)
    other.toDatabase(insert(2), 10_000, 2)
    queue.advance(100_000)
    queue.advance(200_000)
    expect(said.filter(([number]) => number === 2).map(([, happening]) => happening)).toEqual([
      { kind: 'command-queued', op: 2, label: 'insert app.users', setup: false, waits: 'lock', behind: 1 },
      { kind: 'command-started', op: 2, waited: 'lock' },
      { kind: 'command-served', op: 2, label: 'insert app.users → 1' },
    ])
    expect(other.nextDeadline()).toBe(220_000)
  })

  it('has the database do a command when its service begins', () => {
    const { queue, one, other, stored } = two()
    const before = stored()
    one.toDatabase(insert(1), 0, 1)
    other.toDatabase(insert(2), 0, 2)
    expect(stored()).toBe(before + 1)
    queue.advance(100_000)
    expect(stored()).toBe(before + 2)
  })

  it('lets a connection have one command at a time, whatever it has sent', () => {
    const { queue, said, one } = two()
    one.toDatabase(opMsg({ find: 'matches', limit: 1 }, { id: 1 }), 0, 1)
    one.toDatabase(opMsg({ ping: 1 }, { id: 2 }), 0, 1)
    one.toDatabase(opMsg({ find: 'matches', limit: 1 }, { id: 3 }), 0, 1)
    queue.advance(5000)
    queue.advance(10_000)
    const what = said.map(([, { kind, op }]) => `${kind.slice('command-'.length)} ${op}`)
    expect(what).toEqual([
      'queued 1',
      'started 1',
      'queued 2',
      'queued 3',
      'served 1',
      'served 2',
      'started 3',
      'served 3',
    ])
    expect(said[2]![1]).toMatchObject({ setup: true, waits: 'connection', behind: 1 })
    expect(said[6]![1]).toMatchObject({ waited: 'connection' })
  })

  it('passes handshakes by the queue', () => {
    const { said, one, other } = two()
    one.toDatabase(insert(1), 0, 1)
    other.toDatabase(opMsg({ hello: 1 }), 5, 0)
    expect(other.due(5)).toHaveLength(1)
    expect(said.at(-1)![1].kind).toBe('command-replied')
  })

  it('has done what a connection sent before it was over, and waits for it no longer', () => {
    const { queue, one, other, stored } = two()
    const before = stored()
    one.toDatabase(insert(1), 0, 1)
    other.toDatabase(insert(2), 0, 2)
    other.toDatabase(insert(3), 0, 2)
    other.close(10)
    expect(stored()).toBe(before + 3)
    queue.advance(100_000)
    expect(queue.nextDeadline).toBeUndefined()
  })

  it('goes on when the database hangs up instead of answering', () => {
    const queue = new ServiceQueue({ latency: 0, dials, random: () => 0.5 })
    const kinds: string[] = []
    let op = 0
    const tap = new Tap({
      cursors: new OpenCursors(),
      queue,
      forward: () => undefined,
      report: ({ kind, op }) => kinds.push(`${kind} ${op}`),
      nextOp: () => ++op,
    })
    tap.toDatabase(insert(1), 0, 1)
    tap.close(50)
    queue.advance(100_000)
    expect(kinds.slice(2)).toEqual(['command-served 1', 'command-replied 1'])
  })

  it('calls updates and deletes by the filter of their first statement', () => {
    const { said, one, queue } = two()
    const updates = [{ q: { name: 'ann' }, u: { $inc: { logins: 1 } } }]
    one.toDatabase(opMsg({ update: 'users', updates }, { db: 'app', id: 1 }), 0, 1)
    queue.advance(100_000)
    const sequences = { deletes: [{ q: { name: 'x', role: 'y' }, limit: 1 }] }
    one.toDatabase(opMsg({ delete: 'users' }, { db: 'app', id: 2, sequences }), 100_000, 1)
    queue.advance(200_000)
    const labels = said.flatMap(([, happening]) => ('label' in happening ? [happening.label] : []))
    expect(labels).toEqual([
      'update app.users {name}',
      'update app.users {name} → 1',
      'delete app.users {name, role}',
      'delete app.users {name, role} → 0',
    ])
  })
})

/** The blocking driver on gevent: one line more, and not one changed. */
import { expect, it } from 'vitest'
import { statistics } from '../../../server/trace/statistics.ts'
import { endOf, findTeam, printed, simulate } from '../../support/simulated.ts'

const program = (patch: string) => `import { joinall, monkey, spawn } from 'gevent'
import { MongoClient } from 'pymongo'
import { Socket } from 'socket'
${patch}
const teams = new MongoClient().db('worldcup').collection('teams')
const count = () => teams.countDocuments({})
export function main() {
  const greenlets = [1, 2, 3].map(() => spawn(count))
  joinall(greenlets)
  console.log(new Set(greenlets.map((one) => one.get())).size, Socket.name)
}
`

const run = (patch: string) => simulate(findTeam('greenlets', { source: program(patch), clients: 1 }))

it('waits for one query after the other if nothing is patched', async () => {
  const events = await run('if (!monkey) throw new Error()')
  expect(printed(events)).toEqual(['#0 1 Socket'])
  expect(statistics(events).backend_overlap_max).toBe(1)
})

it('waits for all at once if its sockets are patched, before or after it was imported', async () => {
  const events = await run('monkey.patchSocket()')
  expect(printed(events)).toEqual(['#0 1 Socket'])
  expect(statistics(events)).toMatchObject({ backend_overlap_max: 3, threads: 1 })
  expect(endOf(events).reason).toBe('returned')
})

it('opens no more connections than its pool may have, and the others wait for a turn', async () => {
  const source = program('monkey.patchSocket()').replace(
    'new MongoClient()',
    "new MongoClient('mongodb', 27017, { maxPoolSize: 2 })",
  )
  const events = await simulate(findTeam('greenlets', { source, clients: 1 }))
  expect(printed(events)).toEqual(['#0 1 Socket'])
  expect(statistics(events).backend_overlap_max).toBe(2)
})

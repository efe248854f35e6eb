/** What our database costs: CPU time of its process for a command, beside mingo behind the same protocol. */
import { at, type Figure, median } from './figures.ts'
import { type Engine, MeasuredMongod, type Work } from './measured-mongod.ts'
import type { Command } from './mongo-load.ts'
import type { Rig } from './rig.ts'

const DOCUMENTS = 10_000
const BATCH = 1000
const CLIENTS = [1, 16, 64]

/** Most µs of CPU for a find by an index, and for a look at all documents. */
const BUDGETS = { find: at.most(100), scan: at.most(1000) }

type Question = Omit<Work, 'clients'>

const FIND: Question = {
  count: 3000,
  command: (index) => ({ find: 'matches', filter: { n: (index * 7919) % DOCUMENTS } }),
}
const SCAN: Question = { count: 150, command: () => ({ find: 'matches', filter: { name: 'nobody' } }) }
const SCAN_UPDATED: Question = {
  count: SCAN.count,
  command: () => ({ find: 'updated', filter: { name: 'nobody' } }),
}
const INSERT: Question = { count: 3000, command: (index) => ({ insert: 'fresh', documents: [match(index)] }) }
const UPDATE: Question = {
  count: 3000,
  command: (index) => ({
    update: 'updated',
    updates: [{ q: { _id: (index * 7919) % DOCUMENTS }, u: { $inc: { seen: 1 } } }],
  }),
}
const GROUP: Question = {
  count: 50,
  command: () => ({
    aggregate: 'matches',
    pipeline: [
      { $match: { goals: { $gte: 3 } } },
      { $group: { _id: '$team', count: { $sum: 1 }, goals: { $avg: '$goals' } } },
    ],
    cursor: {},
  }),
}

/** Both databases are asked the same, one after the other. */
export async function databaseCpu({ bundle }: Rig): Promise<Figure[]> {
  const figures: Figure[] = []
  const ours = await filled(bundle, 'ours')
  const mingo = await filled(bundle, 'mingo')
  try {
    const index = { key: { n: 1 }, name: 'n_1' }
    await ours.ask(1, () => ({ createIndexes: 'matches', indexes: [index] }))
    for (const clients of CLIENTS) figures.push(...(await byClients(ours, clients)))
    const values = await ours.cpu({ ...SCAN_UPDATED, clients: 1 })
    figures.push({ what: 'scan of 10,000 that were updated', unit: 'µs', values })
    figures.push(...(await compared('scan of 10,000', SCAN, ours, mingo)))
    figures.push(...(await compared('aggregate, 10,000 into 32 groups', GROUP, ours, mingo)))
  } finally {
    await Promise.all([ours.close(), mingo.close()])
  }
  return figures
}

async function filled(bundle: URL, engine: Engine): Promise<MeasuredMongod> {
  const database = await MeasuredMongod.start(bundle, engine)
  for (const collection of ['matches', 'updated']) {
    await database.ask(DOCUMENTS / BATCH, (batch) => ({
      insert: collection,
      documents: Array.from({ length: BATCH }, (_, index) => match(batch * BATCH + index)),
    }))
  }
  return database
}

function match(n: number): Command {
  const kickoff = new Date(1_402_600_000_000 + n * 3_600_000)
  return { _id: n, n, team: `team ${n % 32}`, name: `match ${n}`, goals: n % 7, kickoff, seen: 0 }
}

async function byClients(database: MeasuredMongod, clients: number): Promise<Figure[]> {
  const name = clients === 1 ? '1 client' : `${clients} clients`
  const figure = async (what: string, question: Question): Promise<Figure> => ({
    what: `${what}, ${name}`,
    unit: 'µs',
    values: await database.cpu({ ...question, clients }),
  })
  // Each group of clients inserts documents that aren't there yet.
  const base = clients * 1_000_000
  const insert = { ...INSERT, command: (index: number) => INSERT.command(base + index) }
  return [
    { ...(await figure('find by an index', FIND)), budget: BUDGETS.find },
    { ...(await figure('scan of 10,000', SCAN)), budget: BUDGETS.scan },
    await figure('insert', insert),
    await figure('update', UPDATE),
  ]
}

async function compared(
  what: string,
  question: Question,
  ours: MeasuredMongod,
  mingo: MeasuredMongod,
): Promise<Figure[]> {
  const one = await ours.cpu({ ...question, clients: 1 })
  const other = await mingo.cpu({ ...question, clients: 1 })
  return [
    { what, unit: 'µs', values: one },
    { what: '  … with mingo', unit: 'µs', values: other },
    { what: '  … mingo to ours', unit: 'x', values: [median(other) / median(one)] },
  ]
}

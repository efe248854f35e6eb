/** MongoDB's own shell, unmodified: what it evaluates, what it shows, how it fails. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { findOrInstallMongosh, INSTALLATION } from '../../support/mongosh.ts'
import { onEachMongod } from './suite.ts'

const { CI }: { CI?: string } = process.env

/** What is typed, and what it gives, as extended JSON. */
const EVALUATIONS: [typed: string, value: unknown][] = [
  ['db.people.insertOne({ _id: 1, name: "Ada", born: 1815 })', { acknowledged: true, insertedId: 1 }],
  ['db.people.insertMany([{ _id: 2, name: "Bob" }, { _id: 3, name: "Cy" }]).insertedIds', { 0: 2, 1: 3 }],
  [
    'db.people.find({ born: { $exists: false } }).sort({ _id: -1 }).toArray()',
    [
      { _id: 3, name: 'Cy' },
      { _id: 2, name: 'Bob' },
    ],
  ],
  ['db.people.findOne({ name: /^a/i }, { name: 1 })', { _id: 1, name: 'Ada' }],
  ['db.people.updateOne({ _id: 2 }, { $set: { born: 1900 } }).modifiedCount', 1],
  ['db.people.find({ born: { $gt: 1800 } }).count()', 2],
  ['db.people.countDocuments()', 3],
  ['db.people.distinct("name").sort()', ['Ada', 'Bob', 'Cy']],
  [
    'db.people.aggregate([{ $group: { _id: null, last: { $max: "$born" } } }]).toArray()',
    [{ _id: null, last: 1900 }],
  ],
  ['db.people.createIndex({ born: 1 })', 'born_1'],
  [
    'db.people.getIndexes()',
    [
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { born: 1 }, name: 'born_1' },
    ],
  ],
  ['db.people.find({ born: 1815 }).explain().queryPlanner.winningPlan.stage', 'FETCH'],
  ['db.people.find({ born: 1815 }).explain("executionStats").executionStats.totalDocsExamined', 1],
  ['db.people.deleteOne({ _id: 3 }).deletedCount', 1],
  ['db.people.stats().count', 2],
  ['db.people.dataSize() > 0', true],
  ['db.people.validate().valid', true],
  ['db.stats().collections', 1],
  ['db.stats().objects', 2],
  ['db.version().split(".").length', 3],
  ['db.hello().isWritablePrimary', true],
  ['db.getCollectionNames()', ['people']],
  ['db.getMongo().getDBNames().includes(db.getName())', true],
  ['db.serverStatus().ok', 1],
  ['db.runCommand({ ping: 1 })', { ok: 1 }],
  ['db.adminCommand({ listCommands: 1 }).ok', 1],
  ['db.people.bulkWrite([{ deleteOne: { filter: { _id: 2 } } }]).deletedCount', 1],
  ['db.createCollection("ring", { capped: true, size: 4096 }).ok', 1],
  ['db.ring.isCapped()', true],
  ['db.people.renameCollection("persons").ok', 1],
  ['db.persons.drop()', true],
  ['NumberLong("9007199254740993") instanceof Long', true],
]

/** Evaluates all, one after the other, and prints each value on a line. */
const SCRIPT = EVALUATIONS.map(
  ([typed]) =>
    `try { print(EJSON.stringify({ value: ${typed} })) } catch (error) { print(EJSON.stringify({ error: error.message })) }`,
).join('\n')

const TYPED = `for (let n = 0; n < 45; n++) db.many.insertOne({ _id: n })
db.many.find({}, { _id: 1 })
it
it
it
show collections
show databases
db.many.insertOne({ _id: 1 })
db.runCommand({ dance: 1 })
exit
`

interface Said {
  code: number | null
  out: string
  err: string
}

onEachMongod('mongosh', (mongo) => {
  let home: string | undefined
  let shell: string | Error
  let evaluated: Said
  let shown: Said

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'meanwhile-mongosh-'))
    shell = await findOrInstallMongosh()
    if (shell instanceof Error) {
      if (CI) throw shell
      return
    }
    evaluated = await run(['--quiet', '--eval', SCRIPT])
    shown = await run([], TYPED)
  }, INSTALLATION)
  afterAll(() => home && rm(home, { recursive: true, force: true }))
  beforeEach(({ skip }) => {
    if (shell instanceof Error) skip(shell.message)
  })

  /** Runs the shell to its end, with a home of its own: it writes there what was typed. */
  async function run(words: string[], typed = ''): Promise<Said> {
    const address = new URL(mongo.uri)
    address.pathname = mongo.db.databaseName
    const env = { ...process.env, HOME: home, USERPROFILE: home, NODE_NO_WARNINGS: '1' }
    const child = spawn(process.execPath, [String(shell), address.href, ...words], { env })
    const said: Said = { code: null, out: '', err: '' }
    child.stdout.on('data', (text) => (said.out += text))
    child.stderr.on('data', (text) => (said.err += text))
    child.stdin.end(typed)
    const [code] = await once(child, 'close')
    return { ...said, code }
  }

  it.each(EVALUATIONS.map(([typed, value], index) => [typed, value, index] as const))(
    'evaluates %s',
    (_, value, index) => {
      expect(evaluated.err).toBe('')
      expect(JSON.parse(evaluated.out.trim().split('\n')[index]!)).toEqual({ value })
    },
  )

  it('starts without a warning or an error about the server', () => {
    const greeting = shown.out.slice(0, shown.out.indexOf('> '))
    expect(greeting).toMatch(/Using MongoDB:\s+\d+\.\d+\.\d+/)
    expect(greeting).not.toMatch(/error|failed/i)
    if (mongo.own) expect(shown.err).toBe('')
  })

  it('shows twenty documents at a time, and more for "it"', () => {
    expect(shown.out.match(/Type "it" for more/g)).toHaveLength(2)
    for (const n of [0, 19, 20, 39, 40, 44]) expect(shown.out).toContain(`{ _id: ${n} }`)
    expect(shown.out).toContain('no cursor')
  })

  it('shows collections and databases', () => {
    expect(shown.out).toMatch(/^(\S+> )?many$/m)
    expect(shown.out).toMatch(new RegExp(`${mongo.db.databaseName}\\s+\\d+(\\.\\d+)? (B|KiB|MiB)`))
  })

  it('shows the errors of the server', () => {
    expect(shown.out).toContain(
      `MongoServerError: E11000 duplicate key error collection: ${mongo.db.databaseName}.many index: _id_ dup key: { _id: 1 }`,
    )
    expect(shown.out).toContain("MongoServerError[CommandNotFound]: no such command: 'dance'")
    expect(shown.code).toBe(0)
  })

  it('ends with 1 when what it was to evaluate failed', async () => {
    const { code, err, out } = await run(['--quiet', '--eval', 'db.runCommand({ dance: 1 })'])
    expect(code).toBe(1)
    expect(out + err).toContain("MongoServerError: no such command: 'dance'")
  })
})

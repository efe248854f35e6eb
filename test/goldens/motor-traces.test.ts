/** Single Motor operations, event for event: switches, callbacks, polls and their order are those recorded. */
import { describe, expect, it } from 'vitest'
import type { RunRequest } from '../../server/run.ts'
import { simulate } from '../support/simulated.ts'
import { requestFor } from './harness.ts'
import { asInTheTalk, ourTrace, type Row, recordedTrace, upTo, withOnePollForBoth } from './motor-trace.ts'

const recordings = import.meta.glob<Row[]>('./recorded/traces.*.json', { import: 'default', eager: true })

/** `insert 0.1` of `traces.insert.motor-0.1.tornado-2.4.1.json`; the talk's version is commit 3d6089ee. */
const CASES = Object.entries(recordings).map(([path, rows]) => {
  const [, operation, version] = /traces\.(\w+)\.motor-(.+)\.tornado/.exec(path)!
  return { name: `${operation} ${version === '0.1' ? '0.1' : 'talk'}`, rows }
})

/** The recording's database answered one of 0.1's two after the other. */
const ONE_BY_ONE: Partial<RunRequest> = { database: { threads: 1, service: { read: 5 } } }

async function play(name: string): Promise<string[]> {
  const suite = { system: 'traces', program: 'motor-traces', style: 'callbacks', latency: 50 } as const
  return ourTrace(await simulate({ ...requestFor(suite, name), ...(name === 'two 0.1' && ONE_BY_ONE) }))
}

describe('a recorded operation', () => {
  it.each(CASES)('$name', async ({ name, rows }) => {
    const raced = name.startsWith('insertbig') ? withOnePollForBoth : (trace: string[]) => trace
    const recorded = recordedTrace(rows)
    expect(raced(upTo(await play(name), recorded.at(-1)!))).toEqual(raced(recorded))
  })
})

/** Recorded of 0.1 only; its rows tell how the talk's version goes, too. */
const UNRECORDED = ['connect', 'insert0', 'refused', 'throwcb', 'timeout']

describe('an operation of the talk’s version that was not recorded', () => {
  const rowsOf = (name: string) => CASES.find((one) => one.name === name)!.rows

  it.each(['insert', 'findone'])('follows from 0.1 as the recorded one does: %s', (operation) => {
    expect(asInTheTalk(rowsOf(`${operation} 0.1`))).toEqual(recordedTrace(rowsOf(`${operation} talk`)))
  })

  it.each(UNRECORDED)('%s', async (operation) => {
    const expected = asInTheTalk(rowsOf(`${operation} 0.1`))
    expect(upTo(await play(`${operation} talk`), expected.at(-1)!)).toEqual(expected)
  })
})

describe('switches of an insert', () => {
  const switches = (trace: string[]) => trace.filter((happening) => happening.startsWith('switch')).length

  it('are eight in the talk’s version and six in 0.1', async () => {
    expect(switches(await play('insert talk'))).toBe(8)
    expect(switches(await play('insert 0.1'))).toBe(6)
  })
})

/** The guest library does what the originals were recorded to do: every scenario, in virtual time and on node. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type NodeRuntime, openNodeRuntime } from '../support/node-runtime.ts'
import { eventsOf } from '../support/runs.ts'
import { simulate } from '../support/simulated.ts'
import { EXCLUDED, NOT_ON_NODE } from './exclusions.ts'
import { type Recording, requestFor, type Suite, saidIn } from './harness.ts'
import { mapped } from './map.ts'

const recordings = import.meta.glob<Record<string, Recording>>('./recorded/*.json', {
  import: 'default',
  eager: true,
})

const SUITES: readonly Suite[] = [
  {
    system: 'greenlet-2.0.2',
    program: 'greenlet',
    style: 'greenlets',
    scenarios: /^(?!throw_|GreenletExit|collected|finally)/,
  },
  {
    system: 'greenlet-2.0.2',
    program: 'greenlet-throw',
    style: 'greenlets',
    scenarios: /^(throw_|GreenletExit|collected|finally)/,
  },
  { system: 'gevent-22.10.2', program: 'gevent', style: 'greenlets' },
  { system: 'tornado-2.4.1', program: 'tornado-loop', style: 'callbacks', scenarios: /^loop_/ },
  { system: 'tornado-2.4.1', program: 'tornado-stream', style: 'callbacks', scenarios: /^stream_/ },
  {
    system: 'motor-0.1',
    program: 'motor-operations',
    style: 'callbacks',
    scenarios: /^(unopened|open_c|open_r|find|read|insert|callback|no_c|dotted)/,
  },
  {
    system: 'motor-0.1',
    program: 'motor-cursors',
    style: 'callbacks',
    scenarios: /^(each|to_list|tail_[^s]|tail_survives)/,
  },
  {
    system: 'motor-0.1',
    program: 'motor-generators',
    style: 'coroutines',
    scenarios: /^(fetch|op_|plain|wait|close|rewind|tail_started)/,
  },
  {
    system: 'motor-0.1',
    program: 'motor-slow',
    style: 'callbacks',
    scenarios: /^(parallel|max|socket|network)/,
    latency: 100,
  },
  { system: 'tornado-2.4.1', program: 'tornado-gen', style: 'coroutines', scenarios: /^gen_/ },
  { system: 'tornado-2.4.1-web', program: 'tornado-web', style: 'coroutines' },
  { system: 'tornado-6.2', program: 'tornado-6', style: 'coroutines' },
]

const scenariosOf = ({ system, scenarios = /./ }: Suite): [string, Recording][] =>
  Object.entries(recordings[`./recorded/${system}.json`]!).filter(([name]) => scenarios.test(name))

/** What has to be said: the log, and what the client got where there is one. */
const expected = ({ log, response }: Recording): unknown[] =>
  response === undefined ? log : [...log, { response }]

describe.each(SUITES)('$program as $system', (suite) => {
  const { system } = suite
  const cases = scenariosOf(suite).filter(([name]) => !EXCLUDED[`${system}/${name}`])

  it.each(cases)('%s, in virtual time', async (name, recording) => {
    const said = saidIn(await simulate(requestFor(suite, name)))
    expect(mapped(said)).toEqual(mapped(expected(recording)))
  })
})

describe.skipIf(SUITES.length === 0)('on node', () => {
  let node: NodeRuntime
  beforeAll(async () => {
    node = await openNodeRuntime()
  })
  afterAll(() => node.close())

  describe.each(SUITES)('$program as $system', (suite) => {
    const { system } = suite
    const cases = scenariosOf(suite).filter(
      ([name]) => !EXCLUDED[`${system}/${name}`] && !NOT_ON_NODE[`${system}/${name}`],
    )

    it.each(cases)('%s', async (name, recording) => {
      const said = saidIn(await eventsOf(node.runner.run(requestFor(suite, name))))
      expect(mapped(said)).toEqual(mapped(expected(recording)))
    })
  })
})

describe('the suite', () => {
  it('leaves out nothing without a reason, and nothing that was not recorded', () => {
    const known = Object.entries(recordings).flatMap(([path, scenarios]) =>
      Object.keys(scenarios).map((name) => `${path.slice('./recorded/'.length, -'.json'.length)}/${name}`),
    )
    for (const [name, reason] of Object.entries({ ...EXCLUDED, ...NOT_ON_NODE })) {
      expect(known).toContain(name)
      expect(reason).toMatch(/\w+ \w+/)
    }
  })

  it('has every recorded scenario in exactly one program', () => {
    const covered = SUITES.flatMap((suite) => scenariosOf(suite).map(([name]) => `${suite.system}/${name}`))
    const recorded = Object.entries(recordings)
      .filter(([path]) => !path.includes('/traces.'))
      .flatMap(([path, scenarios]) =>
        Object.keys(scenarios).map((name) => `${path.slice('./recorded/'.length, -'.json'.length)}/${name}`),
      )
    expect(covered.toSorted()).toEqual(recorded.toSorted())
  })
})

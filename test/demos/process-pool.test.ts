/** Process-pool: four processes at one door, and what breaks each promise. */
import { describe, expect, it } from 'vitest'
import { encodeText } from '../../server/trace/codec.ts'
import { modelOf } from '../../server/trace/model-builder.ts'
import { requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('process-pool', 'threads', changes)

describe('process-pool', () => {
  it('has a lane for each worker, and lets the fifth caller wait for its turn', async () => {
    const model = modelOf(await simulate(requestOf('process-pool', 'threads')))
    const lanes = model.lanes.filter(({ kind }) => kind === 'thread').map(({ name }) => name)
    expect(lanes).toEqual(['thread 1', 'process 2', 'process 3', 'process 4'])
    const served = model.requests.filter(({ time }) => time.turn < 100_000)
    expect(served).toHaveLength(4)
    const fifth = model.requests[4]!.spans.find(({ state }) => state === 'turn')
    expect(fifth?.why).toMatch(/^no worker is free, they have #1/)
  })

  it('gives the same trace for the same seed, to the byte', async () => {
    const trace = async () =>
      encodeText(await simulate(requestOf('process-pool', 'threads')), { anonymous: true })
    expect(await trace()).toBe(await trace())
  })

  it('breaks all about four with three workers', async () => {
    expect(await broken(['WORKERS = 4', 'WORKERS = 3'])).toEqual([
      'processes',
      'queriesAtOnce',
      'answeredInRounds',
    ])
  })

  it('breaks processes alone with threads instead of processes', async () => {
    expect(
      await broken(["{ Process } from 'process'", "{ Thread } from 'thread'"], ['new Process', 'new Thread']),
    ).toEqual(['processes'])
  })

  it('breaks answeredInRounds alone by asking twice for one team', async () => {
    const twice = "if (query.team === 'Japan') matches.findOne()\n    const found"
    expect(await broken(['const found', twice])).toEqual(['answeredInRounds'])
  })

  it('breaks allAnswered, and the rounds, by leaving after the first caller', async () => {
    expect(await broken(['for (;;) serve(server.accept())', 'serve(server.accept())'])).toContain(
      'allAnswered',
    )
  })

  it('breaks cpuBusyUnder by thinking', async () => {
    const think = 'for (let i = 0; i < 100000; i += 1);\n    respond(client'
    expect(await broken(['respond(client', think])).toContain('cpuBusyUnder')
  })
})

describe.each(['coroutines', 'async'] as const)('its twin on one loop, %s', (style) => {
  it('breaks what it says of rounds and queries by asking for one team twice', async () => {
    const word = style === 'async' ? 'await' : 'yield'
    const again = `if (team === 'Japan') ${word} matches.find({}).limit(1).toList()\n    const cursor`
    expect(await brokenBy('process-pool', style, [['const cursor', again]])).toContain('answeredInRounds')
  })

  it('breaks queriesOverlap alone by not asking for one team', async () => {
    const skip = "getArgument('team')\n    if (team === 'Japan') return this.finish([])\n"
    const changes: [string, string][] = [["getArgument('team')\n", skip]]
    expect(await brokenBy('process-pool', style, changes)).toContain('queriesOverlap')
  })
})

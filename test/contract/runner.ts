/** What every runner promises, whatever stands behind it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoNamed, stylesOf } from '../../server/demos.ts'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Run, Runner, Style } from '../../server/run.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { Leaks } from '../support/leaks.ts'
import { eventsOf, handlerOf, mainOf } from '../support/runs.ts'
import { endOf, findTeam, only, requestOf } from '../support/simulated.ts'

/** A runner under test, and how to be rid of it. */
export interface Made {
  runner: Runner
  close(): Promise<void>
}

/** Cases that a runner can't have, each with the reason. */
export interface Skips {
  'open run'?: string
}

/** How long a stopped run may go on, ms. */
const STOP = 200

const SORTER = mainOf(
  'const many = Array.from({ length: 300_000 }, (_, n) => -n)',
  'for (;;) many.slice().sort()',
)

const demo = demoNamed('find-team')!

/** Runs the whole suite against the runner that `make` makes. */
export function runnerContract(name: string, make: () => Promise<Made>, skips: Skips = {}): void {
  describe(name, () => {
    let leaks: Leaks
    let made: Made
    const run = (...request: Parameters<typeof findTeam>) => made.runner.run(findTeam(...request))

    beforeAll(async () => {
      leaks = await Leaks.watch()
      made = await make()
    })

    afterAll(async () => {
      await made.close()
      const left = await leaks.left()
      await leaks.end()
      expect(left, 'what is left open').toEqual([])
    })

    const broken = (events: TraceEvent[], claims: readonly Claim[] = []) => {
      const figures = statistics(events)
      const binding = claims.filter(
        ({ binds }) => binds === 'everywhere' || made.runner.runtime === 'simulated',
      )
      expect(binding.length).toBeGreaterThan(0)
      expect(figures.cursors_left, 'cursors left open').toBe(0)
      return binding.map((claim) => [claim.name, claim.check(figures)]).filter(([, holds]) => holds !== true)
    }

    test.each(stylesOf('find-team'))('%s keeps what it promises', async (style) => {
      // Slow enough for a claim about time to hold on a machine that is busy with other things, too.
      const slow = { latency: 400, clients: style === 'blocked' ? 4 : 8 }
      const events = await orderly(run(style, slow))
      expect(broken(events, demo.claims[style])).toEqual([])
      expect(endOf(events)).toMatchObject({ reason: 'answered' })
    })

    test.each(stylesOf('login'))('the login demo keeps what it promises: %s', async (style) => {
      const events = await orderly(made.runner.run(requestOf('login', style)))
      expect(broken(events, demoNamed('login')!.claims[style])).toEqual([])
      expect(endOf(events)).toMatchObject({ reason: 'answered' })
    })

    test.each(demo.edits)('the edit $name keeps what it promises', async (edit) => {
      const source = applyEdit(findTeam(edit.style as Style).source, edit)
      const events = await orderly(run(edit.style as Style, { source, latency: 400 }))
      expect(broken(events, edit.claims)).toEqual([])
    })

    test('says first what was asked for', async () => {
      const [first] = await orderly(run('callbacks', { clients: 3, requests: 2, latency: 10, seed: 7 }))
      const asked = { demo: 'find-team', style: 'callbacks', clients: 3, requests: 2, latency: 10, seed: 7 }
      expect(first).toMatchObject({ kind: 'run-start', runtime: made.runner.runtime, ...asked })
    })

    test.each<[string, Style, string]>([
      ['in an endless native operation', 'callbacks', SORTER],
      ['that waits', 'callbacks', `import { sleep } from 'os'\n${mainOf('for (;;) sleep(100)')}`],
      ['whose threads are being made', 'threads', findTeam('threads').source],
    ])('ends a program %s when it is stopped', async (_what, style, source) => {
      const stopped = run(style, { source, mode: 'open' })
      let ended = 0
      const events = orderly(stopped, ({ kind }) => {
        if (kind === 'run-end') ended = performance.now()
      })
      await new Promise((resolve) => setTimeout(resolve, style === 'threads' ? 0 : 200))
      const asked = performance.now()
      stopped.stop()
      stopped.stop()
      const { reason } = endOf(await events)
      // An hour of virtual time may have passed by then.
      if (reason !== 'limit') expect(reason).toBe('stopped')
      expect(ended - asked).toBeLessThan(STOP)
    })

    test('a run that is stopped at once has a beginning and an end', async () => {
      const stopped = run('callbacks')
      stopped.stop()
      expect(endOf(await orderly(stopped))).toMatchObject({ reason: 'stopped' })
    })

    test('names the place of what can not be compiled', async () => {
      const events = await orderly(run('callbacks', { source: mainOf('const team = )') }))
      const at = { file: 'callbacks.ts', line: 2, column: 16 }
      expect(endOf(events)).toMatchObject({ reason: 'failed', message: expect.stringMatching(/./), at })
    })

    test.each<Style>(['callbacks', 'greenlets', 'threads'])(
      'names the place of what fails in %s',
      async (style) => {
        const source = mainOf('const nobody: any = undefined', 'return nobody.team')
        const end = endOf(await orderly(run(style, { source, clients: 2 })))
        expect(end).toMatchObject({ reason: 'failed', at: { file: `${style}.ts`, line: 3 } })
        expect(end.message).toMatch(/^TypeError: /)
        expect(end.at?.column).toBeGreaterThan(2)
      },
    )

    test('tells what was printed, and for which request', async () => {
      const source = handlerOf("console.log('asked for', this.getArgument('team'))")
      const events = await orderly(run('callbacks', { source, clients: 3, requests: 2 }))
      const printed = only(events, 'log').map(({ request, text }) => `#${request} ${text}`)
      const asked = only(events, 'request-sent').map(({ request, label }) => {
        const team = new URL(label.slice('GET '.length), 'http://meanwhile').searchParams.get('team')
        return `#${request} asked for ${team}`
      })
      expect(printed.sort()).toEqual(asked.sort())
      expect(new Set(asked).size).toBe(6)
    })

    test('two runs at once do not mix', async () => {
      const one = run('callbacks', { source: handlerOf("console.log('one')"), clients: 3 })
      const two = run('callbacks', { source: handlerOf("console.log('two')"), clients: 5 })
      const [first, second] = await Promise.all([orderly(one), orderly(two)])
      const texts = (events: TraceEvent[]) => only(events, 'log').map(({ text }) => text)
      expect(texts(first)).toEqual(Array(3).fill('one'))
      expect(texts(second)).toEqual(Array(5).fill('two'))
    })

    test.each([
      ['that was read to its end', 0, 'find({}).toList()'],
      ['of which one batch was read', 1, "command({ find: 'matches', batchSize: 2 })"],
    ])('a cursor %s: %i left', async (_what, left, command) => {
      const on = command.startsWith('find') ? "collection('matches')." : ''
      const source = `import { MongoClient } from 'pymongo'
${mainOf(`new MongoClient().db('worldcup').${on}${command}`)}`
      const events = await orderly(run('callbacks', { source, clients: 1, latency: 0 }))
      expect(endOf(events)).toMatchObject({ reason: 'returned' })
      expect([endOf(events).cursors ?? 0, statistics(events).cursors_left]).toEqual([left, left])
    })

    const reason = skips['open run']
    test.skipIf(reason)(`an open run serves until it is stopped${reason ? ` (${reason})` : ''}`, async () => {
      const open = run('callbacks', { mode: 'open', clients: 2, latency: 0 })
      let answered = 0
      let listens: (address: string | undefined) => void = () => undefined
      const address = new Promise<string | undefined>((resolve) => {
        listens = resolve
      })
      const events = orderly(open, (event) => {
        if (event.kind === 'listening') listens(event.address)
        if (event.kind === 'request-answered') answered += 1
        if (answered === 3) open.stop()
      })
      const answer = await fetch(`${await address}/?team=Brazil`, {
        headers: { 'User-Agent': 'test' },
      })
      expect(answer.status).toBe(200)
      expect(await answer.json()).toHaveLength(7)
      expect(endOf(await events)).toMatchObject({ reason: 'stopped' })
    })
  })
}

/** The events of a run, which has one beginning and one end and numbers everything in between. */
async function orderly(run: Run, look?: (event: TraceEvent) => void): Promise<TraceEvent[]> {
  const events = await eventsOf(run, look)
  expect(only(events, 'run-start')).toEqual([events[0]])
  expect(only(events, 'run-end')).toEqual([events.at(-1)])
  const disorder = events.filter(({ seq }, index) => index > 0 && seq <= events[index - 1]!.seq)
  expect(disorder).toEqual([])
  return events
}

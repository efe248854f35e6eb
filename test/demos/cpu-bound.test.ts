/** Cpu-bound: thinking takes cores; more processes use more of them, another style of waiting doesn't. */
import { describe, expect, it } from 'vitest'
import { statistics } from '../../server/trace/statistics.ts'
import { requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('cpu-bound', 'threads', changes)

describe('cpu-bound', () => {
  it('takes as long with async as with one process', async () => {
    const [threads, async] = await Promise.all(
      (['threads', 'async'] as const).map(async (style) =>
        statistics(await simulate(requestOf('cpu-bound', style))),
      ),
    )
    expect(Math.abs(threads!.makespan_ms - async!.makespan_ms)).toBeLessThan(0.05 * threads!.makespan_ms)
  })

  it('breaks all about one core with two processes', async () => {
    expect(await broken(['PROCESSES = 1', 'PROCESSES = 2'])).toEqual([
      'processes',
      'oneThread',
      'coresBusy',
      'togetherOver',
    ])
  })

  it('is no faster with threads: they share one core', async () => {
    const thread: [string, string][] = [
      ["{ Process } from 'process'", "{ Thread } from 'thread'"],
      ['new Process', 'new Thread'],
      ['PROCESSES = 1', 'PROCESSES = 4'],
    ]
    expect(await broken(...thread)).toEqual(['oneThread'])
  })

  it.each(['threads', 'async'] as const)('is fast without thinking: %s', async (style) => {
    const changes: [string, string][] = [['n < below', 'n < 10']]
    expect(await brokenBy('cpu-bound', style, changes)).toEqual(['togetherOver'])
  })

  it.each([
    ['threads', "import { Socket } from 'socket'"],
    ['async', "import { IOLoop } from 'ioloop'"],
  ] as const)('breaks cpuBusyOver alone by waiting as well: %s', async (style, line) => {
    const changes: [string, string][] = [
      [line, `${line}\nimport { sleep } from 'os'`],
      ['let count = 0', 'let count = 0\n  sleep(50)'],
    ]
    expect(await brokenBy('cpu-bound', style, changes)).toEqual(['cpuBusyOver'])
  })

  it.each(['threads', 'async'] as const)('breaks allAnswered by failing: %s', async (style) => {
    const changes: [string, string][] = [['let count = 0', "let count = 0\n  throw new Error('no')"]]
    expect(await brokenBy('cpu-bound', style, changes)).toContain('allAnswered')
  })
})

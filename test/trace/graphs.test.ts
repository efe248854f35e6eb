import { describe, expect, it } from 'vitest'
import { graphs } from '../../server/trace/graphs.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun, loginsRun, threadsRun } from './styles.ts'

describe('latency by hour', () => {
  it('makes the run a day: each request is in the hour of its answer', () => {
    const { latencyByHour } = graphs(loginsRun(8))
    expect(latencyByHour.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour))
    expect(latencyByHour[1]).toEqual({
      hour: 1,
      from_ms: 17.5,
      requests: 4,
      p50_ms: 25,
      p95_ms: 25,
      max_ms: 25,
    })
    const busy = latencyByHour.filter(({ requests }) => requests > 0)
    expect(busy.map(({ hour, max_ms }) => [hour, max_ms])).toEqual([
      [1, 25],
      [6, 120],
      [12, 220],
      [18, 320],
      [23, 420],
    ])
  })

  it('counts an answer exactly on the hour to the hour that begins', () => {
    const run = new Recording({ style: 'async', clients: 2 }).arrive(1).arrive(2)
    run.after(5).answer(1).after(19).answer(2)
    const { latencyByHour } = graphs(run.end())
    const busy = latencyByHour.filter(({ requests }) => requests > 0)
    expect(busy.map(({ hour, from_ms, requests }) => ({ hour, from_ms, requests }))).toEqual([
      { hour: 5, from_ms: 5, requests: 1 },
      { hour: 23, from_ms: 23, requests: 1 },
    ])
  })

  it('counts every answered request once, the last one too', () => {
    const { latencyByHour } = graphs(blockedRun(8))
    expect(latencyByHour.reduce((sum, { requests }) => sum + requests, 0)).toBe(8)
  })
})

describe('latency by page', () => {
  it('is that of a path, whatever was asked of it, in the order of first requests', () => {
    expect(graphs(loginsRun(8)).latencyByPage).toEqual([
      { page: '/login', requests: 4, p50_ms: 220, p95_ms: 420, max_ms: 420 },
      { page: '/', requests: 4, p50_ms: 25, p95_ms: 25, max_ms: 25 },
    ])
  })

  it('leaves out what was never answered', () => {
    const run = new Recording({ style: 'async', clients: 2 })
      .arrive(1, 1, '/a?x=/b')
      .arrive(2, 2, '/c')
      .after(3)
    expect(graphs(run.answer(1).end()).latencyByPage).toEqual([
      { page: '/a', requests: 1, p50_ms: 3, p95_ms: 3, max_ms: 3 },
    ])
  })
})

describe('the queue at the lock', () => {
  it('is how many wait, from each moment at which that changes', () => {
    expect(graphs(loginsRun(8)).lockQueue).toEqual([
      { t_ms: 0, waiting: 3 },
      { t_ms: 100, waiting: 2 },
      { t_ms: 200, waiting: 1 },
      { t_ms: 300, waiting: 0 },
    ])
  })

  it('is empty where nobody waits for one', () => {
    expect(graphs(callbacksRun(8)).lockQueue).toEqual([])
  })

  it('lasts to the end for those who still wait then', () => {
    const run = new Recording({ style: 'threads' }).write(1, 1).serve(1, 1).write(2, 2, 1).after(5)
    expect(graphs(run.end('limit')).lockQueue).toEqual([
      { t_ms: 0, waiting: 1 },
      { t_ms: 5, waiting: 0 },
    ])
  })
})

describe('CPU use', () => {
  it('is the share of each hour in which the program ran', () => {
    const run = new Recording({ style: 'async' }).arrive(1).run(1, 1).after(3).block(1, 1, 'recv', 'recv fd7')
    run.after(7).wake(1, 1, 'mongo').run(1, 1).after(14).answer(1)
    const { cpu } = graphs(run.end())
    expect(cpu.map(({ busy }) => busy)).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, ...Array(14).fill(1)])
    expect(cpu[1]).toEqual({ from_ms: 1, to_ms: 2, busy: 1 })
  })

  it('adds up what each thread had of the one core, and is small where all wait', () => {
    const mean = graphs(threadsRun(8)).cpu.reduce((sum, { busy }) => sum + busy, 0) / 24
    expect(mean).toBeGreaterThan(0.05)
    expect(mean).toBeLessThan(0.15)
    for (const { busy } of graphs(threadsRun(8)).cpu) expect(busy).toBeLessThanOrEqual(1)
  })

  it('counts a core of two as half', () => {
    const run = new Recording({ style: 'threads' }).arrive(1)
    run.say('thread:1', 1, { kind: 'run', core: 0 }).say('thread:2', 1, { kind: 'run', core: 1 })
    run.say('thread:2', 1, { kind: 'preempt' }).after(24)
    expect(graphs(run.end()).cpu.map(({ busy }) => busy)).toEqual(Array(24).fill(0.5))
  })
})

it('has no graphs of nothing but zeros', () => {
  const { latencyByHour, latencyByPage, lockQueue, cpu } = graphs([])
  expect({ latencyByPage, lockQueue }).toEqual({ latencyByPage: [], lockQueue: [] })
  expect(latencyByHour.every(({ requests }) => requests === 0)).toBe(true)
  expect(cpu.every(({ busy }) => busy === 0)).toBe(true)
})

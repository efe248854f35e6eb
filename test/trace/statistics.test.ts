import { describe, expect, it } from 'vitest'
import { statistics } from '../../server/trace/statistics.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun, greenletsRun, loginsRun, threadsRun } from './styles.ts'

describe('statistics', () => {
  it('of callbacks show overlapping queries on one thread', () => {
    expect(statistics(callbacksRun(8))).toEqual({
      demo: 'find-team',
      style: 'callbacks',
      runtime: 'simulated',
      clients: 8,
      requests: 1,
      latency_ms: 200,
      seed: 1,
      ended: 'answered',
      ended_message: '',
      printed: [],
      answers: [1, 2, 3, 4, 5, 6, 7, 8].map((request) => ({
        request,
        status: 200,
        bytes: 100,
        ms: 208 + request,
      })),
      ok: 8,
      failed: 0,
      unanswered: 0,
      makespan_ms: 216,
      p50_ms: 212,
      p95_ms: 216,
      max_ms: 216,
      backend_overlap_max: 8,
      writes: 0,
      writes_at_once_max: 0,
      write_service_ms: 0,
      write_service_max_ms: 0,
      lock_queue_max: 0,
      writers_max_ms: 0,
      readers_max_ms: 216,
      cursors_left: 0,
      threads: 1,
      processes: 1,
      greenlet_switches: 0,
      greenlet_throws: 0,
      cpu_busy: 0.074,
      cores_busy_max: 1,
      lock_waits: 0,
      cpu_switches: 0,
      polls: 3,
      polls_to_write: 0,
      loop_blocked_max_ms: 8,
      bytes_per_waiting_request: 800,
      events: callbacksRun(8).length,
      dropped: 0,
    })
  })

  it('of the blocked style show one query after another and a loop that never polls', () => {
    const { makespan_ms, backend_overlap_max, loop_blocked_max_ms } = statistics(blockedRun(8))
    expect({ makespan_ms, backend_overlap_max, loop_blocked_max_ms }).toEqual({
      makespan_ms: 1616,
      backend_overlap_max: 1,
      loop_blocked_max_ms: 1617,
    })
  })

  it('of threads count threads and how often the CPU changed hands', () => {
    expect(statistics(threadsRun(4))).toMatchObject({
      threads: 5,
      cpu_switches: 8,
      polls: 0,
      polls_to_write: 0,
      loop_blocked_max_ms: 0,
    })
  })

  it('of greenlets count switches and what a parked one weighs', () => {
    expect(statistics(greenletsRun(4))).toMatchObject({
      greenlet_switches: 16,
      bytes_per_waiting_request: 1800,
    })
  })

  it('do not compare the heaps of two threads', () => {
    const run = new Recording({ style: 'threads' })
      .run(1, 0)
      .block(1, 0, 'accept', 'accept fd3', undefined, 1000)
    run.arrive(1).run(2, 1).block(2, 1, 'recv', 'recv fd7', undefined, 9000)
    expect(statistics(run.answer(1).end()).bytes_per_waiting_request).toBe(0)
  })

  it('count requests that were refused, given up or never answered as failed', () => {
    const run = new Recording({ style: 'threads', clients: 4 })
    for (const n of [1, 2, 3, 4]) run.arrive(n)
    run.after(5).answer(1).answer(2, 2, 500).say('client:3', 3, { kind: 'request-failed', why: 'cut off' })
    expect(statistics(run.end('limit'))).toMatchObject({
      ok: 1,
      failed: 3,
      unanswered: 2,
      ended: 'limit',
      max_ms: 5,
    })
  })

  it('leave out who came by himself', () => {
    const run = new Recording({ style: 'callbacks', clients: 2 })
    run.arrive(1).arrive(2).after(200).answer(1).answer(2)
    run.after(5000).arrive(3).after(900).answer(3, 3, 404)
    expect(statistics(run.end())).toMatchObject({ ok: 2, failed: 0, makespan_ms: 200, max_ms: 200 })
  })

  it('tell who writes from who reads, and how many wait for the lock', () => {
    expect(statistics(loginsRun(8))).toMatchObject({
      writes: 4,
      writes_at_once_max: 1,
      write_service_ms: 400,
      write_service_max_ms: 100,
      lock_queue_max: 3,
      writers_max_ms: 420,
      readers_max_ms: 25,
    })
  })

  it('count writes that are served at once, if there is no lock', () => {
    const run = new Recording({ style: 'threads' }).write(1, 1).serve(1, 1).write(2, 2).serve(2, 2).after(5)
    run.written(1, 1).write(3, 3).serve(3, 3).written(2, 2).written(3, 3)
    expect(statistics(run.end())).toMatchObject({ writes_at_once_max: 2, lock_queue_max: 0 })
  })

  it('count who still waits for the lock when the run ends', () => {
    const run = new Recording({ style: 'threads' }).write(1, 1).serve(1, 1).write(2, 2, 1).after(5)
    expect(statistics(run.end('limit'))).toMatchObject({ lock_queue_max: 1, write_service_ms: 0 })
  })

  it('leave handshakes out of the overlap', () => {
    const run = new Recording({ style: 'threads' }).query(1, 1, 1, true).query(2, 2, 2, true).query(3, 3)
    expect(statistics(run.end()).backend_overlap_max).toBe(1)
  })

  it('count threads by what ran while the run is not over', () => {
    const run = new Recording({ style: 'threads' }).run(1, 0).run(2, 0).run(1, 0)
    expect(statistics(run.events)).toMatchObject({ threads: 2, cpu_switches: 2, ended: 'unfinished' })
  })

  it('say what was printed and logged, and for whom', () => {
    const run = new Recording({ style: 'threads' }).log('hello', 2).log('Exception in callback', 0, 'err')
    expect(statistics(run.end()).printed).toEqual([
      { request: 2, stream: 'out', text: 'hello' },
      { request: 0, stream: 'err', text: 'Exception in callback' },
    ])
  })

  it('say how busy the cores were from the first request on, those counted that ran anything', () => {
    const run = new Recording({ style: 'threads' }).run(1, 0).after(50).block(1, 0, 'accept', 'accept fd3')
    run.arrive(1).run(1, 1).say('thread:2', 0, { kind: 'run', core: 1 }).after(30)
    run.block(1, 1, 'recv', 'recv fd7').after(30).say('thread:2', 0, { kind: 'preempt' }).after(40)
    expect(statistics(run.end()).cpu_busy).toBe(0.45)
  })

  it('count switches that throw', () => {
    const run = new Recording({ style: 'greenlets' }).switch('greenlet:1', 'greenlet:2')
    run.switch('greenlet:2', 'greenlet:1', 'throw')
    expect(statistics(run.end())).toMatchObject({ greenlet_switches: 2, greenlet_throws: 1 })
  })

  it('add up what was dropped', () => {
    const run = new Recording({ style: 'threads' }).say('run', 0, { kind: 'dropped', count: 1204 })
    expect(statistics(run.end()).dropped).toBe(1204)
  })

  it('of nothing are zeros', () => {
    expect(statistics([])).toMatchObject({
      ok: 0,
      makespan_ms: 0,
      p95_ms: 0,
      loop_blocked_max_ms: 0,
      ended: 'unfinished',
    })
  })
})

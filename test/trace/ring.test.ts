import { describe, expect, it } from 'vitest'
import { Ring } from '../../server/trace/ring.ts'

function filled(capacity: number, marks: number): Ring {
  const ring = new Ring(capacity)
  for (let n = 0; n < marks; n++) ring.record(n * 10, 'thread:1', n, { kind: 'mark', name: `m${n}` })
  return ring
}

describe('a ring', () => {
  it('numbers events in the order of recording', () => {
    expect(filled(9, 2).drain()).toEqual([
      { seq: 0, t: 0, lane: 'thread:1', request: 0, kind: 'mark', name: 'm0' },
      { seq: 1, t: 10, lane: 'thread:1', request: 1, kind: 'mark', name: 'm1' },
    ])
  })

  it('gives each event once', () => {
    const ring = filled(9, 2)
    ring.drain()
    ring.record(30, 'thread:1', 0, { kind: 'preempt' })
    expect(ring.drain().map(({ seq }) => seq)).toEqual([2])
    expect(ring.drain()).toEqual([])
  })

  it('keeps the first events and says how many are missing', () => {
    const ring = filled(3, 5)
    expect(ring.dropped).toBe(2)
    ring.record(90, 'run', 0, { kind: 'run-end', reason: 'answered', threads: 1 })
    const events = ring.drain()
    expect(events.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
      '0 mark',
      '1 mark',
      '2 mark',
      '5 dropped',
      '6 run-end',
    ])
    expect(events[3]).toMatchObject({ t: 90, lane: 'run', count: 2 })
  })

  it('counts what was drained against its capacity', () => {
    const ring = filled(3, 3)
    ring.drain()
    ring.record(40, 'thread:1', 0, { kind: 'preempt' })
    expect(ring.drain()).toEqual([])
    expect(ring.dropped).toBe(1)
  })

  it('says nothing of drops when all events fit', () => {
    const ring = filled(3, 3)
    ring.record(40, 'run', 0, { kind: 'run-end', reason: 'answered', threads: 1 })
    expect(ring.drain().map(({ kind }) => kind)).toEqual(['mark', 'mark', 'mark', 'run-end'])
  })

  it('ends with run-end', () => {
    const ring = filled(3, 0)
    ring.record(1, 'run', 0, { kind: 'run-end', reason: 'stopped', threads: 1 })
    ring.record(2, 'thread:1', 0, { kind: 'preempt' })
    expect(ring.ended).toBe(true)
    expect(ring.drain().map(({ kind }) => kind)).toEqual(['run-end'])
  })
})

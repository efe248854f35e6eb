import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../../server/kernel/events.ts'
import { LONGEST_PLAY_MS, Pace } from '../../../slides/run/pace.ts'

/** A mark at `ms`. */
function mark(ms: number): TraceEvent {
  return { kind: 'mark', name: `${ms}`, seq: ms, t: ms * 1000, lane: 'run', request: 0 }
}

const names = (events: TraceEvent[]) => events.map((event) => event.t / 1000)

describe('paced playback', () => {
  it('gives each event when it is due, once', () => {
    const pace = new Pace()
    pace.add([mark(0), mark(100), mark(250)], 5000)
    expect(names(pace.due(5000))).toEqual([0])
    expect(names(pace.due(5099))).toEqual([])
    expect(names(pace.due(5260))).toEqual([100, 250])
    expect(names(pace.due(9000))).toEqual([])
  })

  it('begins its clock with the first events, not before', () => {
    const pace = new Pace()
    expect(pace.time(700)).toBe(0)
    pace.add([mark(0)], 700)
    expect(pace.time(701)).toBe(1000)
  })

  it('plays a long run in a bounded time', () => {
    const pace = new Pace()
    pace.add([mark(0), mark(60_000)], 0)
    pace.complete(0)
    expect(names(pace.due(LONGEST_PLAY_MS - 1))).toEqual([0])
    expect(names(pace.due(LONGEST_PLAY_MS))).toEqual([60_000])
    expect(pace.isEmpty).toBe(true)
  })

  it('does not slow a short run down', () => {
    const pace = new Pace()
    pace.add([mark(0), mark(200)], 0)
    pace.complete(0)
    expect(names(pace.due(200))).toEqual([0, 200])
  })

  it('never jumps when the run turns out to be complete', () => {
    const pace = new Pace()
    pace.add([mark(0), mark(50_000)], 0)
    const before = pace.time(1000)
    pace.complete(1000)
    expect(pace.time(1000)).toBe(before)
  })
})

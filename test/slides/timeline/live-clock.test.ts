import { describe, expect, it } from 'vitest'
import { LiveClock, liveWindow } from '../../../slides/timeline/live-clock.ts'

describe('the time of a run that goes on', () => {
  it('grows with the wall between events', () => {
    const clock = new LiveClock()
    clock.heard(5_000, 100)
    expect(clock.at(100)).toBe(5_000)
    expect(clock.at(150)).toBe(55_000)
  })

  it('is nothing before the first event', () => {
    expect(new LiveClock().at(1e9)).toBe(0)
  })

  it('never goes back when events come late', () => {
    const clock = new LiveClock()
    clock.heard(0, 0)
    expect(clock.at(100)).toBe(100_000)
    clock.heard(90_000, 100)
    expect(clock.at(101)).toBe(100_000)
    expect(clock.at(120)).toBe(110_000)
  })
})

describe('the stretch of time in a live picture', () => {
  it('has room for what is happening, at any time', () => {
    for (let t = 0; t < 60_000_000; t += 37_000) {
      const { from, to } = liveWindow(t, 200)
      expect(from).toBeLessThanOrEqual(t)
      expect(to).toBeGreaterThan(t)
    }
  })

  it('begins a little wider than one wait for the database', () => {
    expect(liveWindow(0, 200)).toEqual({ from: 0, to: 250_000 })
    expect(liveWindow(0, 0)).toEqual({ from: 0, to: 10_000 })
  })

  it('widens seldom', () => {
    const widths = new Set<number>()
    for (let t = 0; t < 2_000_000; t += 16_000) widths.add(liveWindow(t, 200).to)
    expect(widths.size).toBeLessThan(8)
  })

  it('shows the last seconds of a long run', () => {
    const { from, to } = liveWindow(600_000_000, 200)
    expect(to - from).toBe(10_000_000)
  })
})

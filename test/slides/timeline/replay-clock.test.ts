import { describe, expect, it } from 'vitest'
import { GLIDE_MS, HOLD_MS, PLAY_MS, ReplayClock } from '../../../slides/timeline/replay-clock.ts'

const SECOND = 1_000_000

function finished(duration: number, moment = 0.5): ReplayClock {
  const clock = new ReplayClock(moment)
  clock.finish(duration, true)
  return clock
}

describe('a live clock', () => {
  it('follows the run and never goes back', () => {
    const clock = new ReplayClock(0.5)
    clock.follow(300)
    clock.follow(200)
    expect(clock.t).toBe(300)
    expect(clock.phase).toBe('live')
  })

  it('cannot be moved by hand', () => {
    const clock = new ReplayClock(0.5)
    clock.follow(300)
    clock.seek(100)
    clock.play()
    clock.pause()
    clock.skip()
    expect([clock.t, clock.phase]).toEqual([300, 'live'])
  })
})

describe('the show after a run', () => {
  it('holds, rewinds, plays, lingers, and settles where the picture says most', () => {
    const clock = finished(2 * SECOND, 0.25)
    const seen = [clock.phase]
    for (let ms = 0; ms < 10_000; ms += 10) {
      clock.advance(10)
      if (seen.at(-1) !== clock.phase) seen.push(clock.phase)
    }
    expect(seen).toEqual(['hold', 'rewind', 'replay', 'linger', 'settle', 'rest'])
    expect(clock.t).toBe(0.5 * SECOND)
    expect(clock.isMoving).toBe(false)
  })

  it.each([0.002, 0.2, 1.6, 600])('plays a run of %d s in the same time', (seconds) => {
    const clock = finished(seconds * SECOND)
    clock.advance(HOLD_MS + GLIDE_MS)
    expect([clock.phase, clock.t]).toEqual(['replay', 0])
    clock.advance(PLAY_MS / 2)
    expect(clock.t).toBeCloseTo((seconds * SECOND) / 2)
    clock.advance(PLAY_MS / 2)
    expect([clock.phase, clock.t]).toEqual(['linger', seconds * SECOND])
  })

  it('comes to the same place in one long frame as in many short ones', () => {
    const one = finished(SECOND)
    const many = finished(SECOND)
    one.advance(3000)
    for (let frame = 0; frame < 300; frame++) many.advance(10)
    expect(many.t).toBeCloseTo(one.t)
  })

  it('is over at once when it is skipped', () => {
    const clock = finished(SECOND, 0.7)
    clock.advance(2000)
    clock.skip()
    expect([clock.phase, clock.t]).toEqual(['rest', 0.7 * SECOND])
    clock.advance(1000)
    expect(clock.t).toBe(0.7 * SECOND)
  })

  it('is left out on demand', () => {
    const clock = new ReplayClock(0.5)
    clock.finish(SECOND, false)
    expect([clock.phase, clock.t]).toEqual(['rest', 0.5 * SECOND])
  })

  it('ends with a run that took no time', () => {
    const clock = finished(0)
    clock.advance(20_000)
    expect([clock.phase, clock.t]).toEqual(['rest', 0])
  })
})

describe('a clock in a person’s hands', () => {
  it('plays on from where it stands, as fast as the show', () => {
    const clock = finished(SECOND)
    clock.seek(0.5 * SECOND)
    clock.play()
    clock.advance(PLAY_MS / 4)
    expect([clock.phase, clock.t]).toEqual(['play', 0.75 * SECOND])
  })

  it('plays from the beginning when it stands at the end', () => {
    const clock = finished(SECOND)
    clock.seek(SECOND)
    clock.play()
    expect(clock.t).toBe(0)
  })

  it('stays at the end after playing', () => {
    const clock = finished(SECOND)
    clock.play()
    clock.advance(PLAY_MS + 1)
    expect([clock.phase, clock.t]).toEqual(['paused', SECOND])
  })

  it('stops where it is paused, and inside the run where it is put', () => {
    const clock = finished(SECOND)
    clock.seek(-5)
    expect(clock.t).toBe(0)
    clock.seek(Infinity)
    expect(clock.t).toBe(SECOND)
    clock.play()
    clock.advance(600)
    clock.pause()
    clock.advance(600)
    expect(clock.t).toBeCloseTo(0.1 * SECOND)
  })
})

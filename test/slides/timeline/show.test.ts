import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../../server/kernel/events.ts'
import type { TimeLineMeta } from '../../../slides/run/time-line-slot.ts'
import { PLAY_MS } from '../../../slides/timeline/replay-clock.ts'
import { Show } from '../../../slides/timeline/show.ts'
import { blockedRun, callbacksRun } from '../../trace/styles.ts'

function meta(run: object = {}): TimeLineMeta {
  return {
    run,
    runtime: 'simulated',
    moment: 0.5,
    demo: 'find-team',
    style: 'blocked',
    source: '',
    paths: ['/'],
    clients: 8,
    requests: 1,
    latency: 200,
    seed: 1,
    arrival: 'together',
    mode: 'burst',
  }
}

function finished(events: TraceEvent[], run: object = {}, isStill = false): Show {
  const show = new Show(meta(run), isStill)
  show.add(events, 0)
  show.finish()
  return show
}

/** Adds events as they happen, with a frame every 16 ms; calls back after each frame. */
function playLive(events: readonly TraceEvent[], frame: (show: Show, now: number) => void): Show {
  const show = new Show(meta(), false)
  const end = events.at(-1)!.t / 1000
  let next = 0
  for (let now = 0; now <= end; now += 16) {
    const due = events.filter((event, index) => index >= next && event.t <= now * 1000)
    next += due.length
    if (due.length > 0) show.add(due, now)
    show.advance(now, 16)
    frame(show, now)
  }
  return show
}

describe('a show while the run goes on', () => {
  it('lags by no more than 100 ms', () => {
    playLive(blockedRun(8), (show, now) => {
      expect(now - show.t / 1000).toBeLessThanOrEqual(100)
    })
  })

  it('never shows what has not happened', () => {
    const whole = finished(blockedRun(8))
    playLive(blockedRun(8), (show) => {
      whole.seek(show.t - 1)
      const { window, model } = show.drawing
      expect(window!.to).toBeGreaterThanOrEqual(show.t)
      expect(model.requestsAt(show.t - 1)).toEqual(whole.drawing.model.requestsAt(show.t - 1))
    })
  })

  it('is laid out about ten times a second', () => {
    let layouts = 0
    const show = new Show(meta(), false)
    show.add(blockedRun(8).slice(0, 20), 0)
    for (let now = 0; now < 1000; now += 16) if (show.advance(now, 16)) layouts++
    expect(layouts).toBeGreaterThan(5)
    expect(layouts).toBeLessThanOrEqual(11)
  })

  it('says who does what', () => {
    const sentences: string[] = []
    playLive(blockedRun(8), (show) => sentences.push(show.sentence))
    expect(sentences.some((text) => text.includes('7 wait for their turn, 1 waits for an answer'))).toBe(true)
  })
})

describe('a show after the run', () => {
  it('tells the same wherever it comes from', () => {
    const played = finished(callbacksRun(8))
    const put = finished(callbacksRun(8))
    played.act({ does: 'start' })
    played.act({ does: 'toggle' })
    for (let ms = 0; ms < PLAY_MS; ms += 100) {
      put.seek(played.t)
      expect(put.standings()).toEqual(played.standings())
      expect(put.sentence).toBe(played.sentence)
      played.advance(0, 100)
    }
  })

  it('says where each request stands at the playhead', () => {
    const show = finished(blockedRun(3))
    show.seek(298_000)
    expect(show.standings().positions).toEqual([{ request: 2, line: 12, column: 1, state: 'answer' }])
    show.act({ does: 'end' })
    expect(show.standings().positions).toEqual([])
  })

  it('steps through its sentences, those of the chosen request if there is one', () => {
    const show = finished(blockedRun(3))
    show.act({ does: 'start' })
    show.act({ does: 'step', by: 1 })
    expect(show.sentence).toContain('#1 arrives')
    show.act({ does: 'step', by: 1 })
    expect(show.sentence).toContain('#2 arrives')
    show.act({ does: 'select', request: 3 })
    show.act({ does: 'end' })
    show.act({ does: 'step', by: -1 })
    expect(show.sentence).toMatch(/^\d+ ms: #3 waits/)
  })

  it('selects only requests of the run, and a second time none', () => {
    const show = finished(blockedRun(3))
    show.act({ does: 'select', request: 9 })
    expect(show.selected).toBeUndefined()
    show.act({ does: 'select', request: 2 })
    expect(show.selected).toBe(2)
    show.act({ does: 'choose', by: 1 })
    show.act({ does: 'choose', by: 1 })
    expect(show.selected).toBe(3)
    show.act({ does: 'select', request: 3 })
    expect(show.selected).toBeUndefined()
  })

  it('plays again by itself, and rests at once when it is interrupted', () => {
    const show = finished(blockedRun(3))
    expect(show.phase).toBe('hold')
    show.interrupt()
    expect(show.phase).toBe('rest')
    expect(show.t).toBe(show.drawing.model.duration / 2)
  })

  it('is told to another player of the same run: that one goes on from its place', () => {
    const run = {}
    const first = finished(blockedRun(3), run)
    first.seek(123_000)
    first.toggle(2)
    const second = finished(blockedRun(3), run)
    expect([second.phase, second.t, second.selected]).toEqual(['paused', 123_000, 2])
    expect(finished(blockedRun(3)).phase).toBe('hold')
  })

  it('has nothing to play if nobody asked', () => {
    expect(finished(blockedRun(0)).phase).toBe('rest')
  })
})

describe('a still show', () => {
  it('rests at once', () => {
    expect(finished(blockedRun(3), {}, true).phase).toBe('rest')
  })

  it('goes from event to event when it is played', () => {
    const show = finished(blockedRun(3), {}, true)
    const moments = new Set<number>()
    show.act({ does: 'start' })
    show.act({ does: 'toggle' })
    for (let ms = 0; ms < PLAY_MS - 50; ms += 50) {
      show.advance(0, 50)
      moments.add(show.t)
    }
    expect(moments.size).toBeLessThan(10)
    expect(moments).toContain(203_000)
  })
})

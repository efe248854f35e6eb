import { describe, expect, it } from 'vitest'
import { Origin } from '../../../slides/timeline/origin.ts'
import { Recording } from '../../trace/recording.ts'

function slowStart() {
  return new Recording({ style: 'threads' }).at(600).open('client:1', 'a').arrive(1).after(50).answer(1).end()
}

describe('time in the picture', () => {
  it('counts from the first request', () => {
    const origin = new Origin({ clients: true })
    const events = origin.take(slowStart())
    expect(events.map(({ t }) => t)).toEqual([0, 0, 0, 0, 50_000, 50_000])
    expect(events.map(({ kind }) => kind)).toEqual(slowStart().map(({ kind }) => kind))
  })

  it('has not begun while nobody asked', () => {
    const origin = new Origin({ clients: true })
    const [start, open, ...rest] = slowStart()
    expect(origin.take([start!, open!])).toEqual([])
    expect(origin.isWaiting).toBe(true)
    expect(origin.take(rest)).toHaveLength(6)
    expect(origin.isWaiting).toBe(false)
  })

  it('counts from when the program runs where no clients are shown', () => {
    const run = new Recording({ style: 'threads' }).at(600).open('thread:1', 'main').run(1, 0).after(50)
    const origin = new Origin({ clients: false })
    expect(origin.take(run.arrive(1).end()).map(({ t }) => t)).toEqual([0, 0, 0, 50_000, 50_000, 50_000])
  })

  it('is the run’s own if nobody ever asked', () => {
    const origin = new Origin({ clients: true })
    origin.take(new Recording({ style: 'threads' }).at(600).end())
    expect(origin.end().map(({ t }) => t)).toEqual([0, 600_000])
    expect(origin.end()).toEqual([])
  })
})

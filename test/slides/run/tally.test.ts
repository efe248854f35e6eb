import { describe, expect, it } from 'vitest'
import type { Happening, TraceEvent } from '../../../server/kernel/events.ts'
import { addToTally, EMPTY_TALLY, tallySentence } from '../../../slides/run/tally.ts'

function event(ms: number, happening: Happening): TraceEvent {
  return { ...happening, seq: ms, t: ms * 1000, lane: 'client:1', request: 1 }
}

const sent = (ms: number) => event(ms, { kind: 'request-sent', label: 'GET /' })
const answered = (ms: number, status = 200) => event(ms, { kind: 'request-answered', status, bytes: 1 })

describe('the tally', () => {
  it('says nothing before anybody has asked', () => {
    expect(tallySentence(EMPTY_TALLY)).toBe('')
  })

  it('counts from the first request to the last answer', () => {
    const tally = addToTally(EMPTY_TALLY, [sent(10), sent(20), answered(210), answered(1620)])
    expect(tallySentence(tally)).toBe('2 of 2 answered, the last after 1.61 s')
  })

  it('is the same whatever batches the events come in', () => {
    const events = [sent(1), sent(1), answered(40), answered(90)]
    const oneByOne = events.reduce((tally, one) => addToTally(tally, [one]), EMPTY_TALLY)
    expect(oneByOne).toEqual(addToTally(EMPTY_TALLY, events))
  })

  it('says that somebody stopped the run while others waited', () => {
    const stopped = event(50, { kind: 'run-end', reason: 'stopped', threads: 1 })
    const tally = addToTally(EMPTY_TALLY, [sent(0), sent(0), answered(20), stopped])
    expect(tallySentence(tally)).toBe('Stopped: 1 of 2 answered, the last after 20 ms')
    expect(tallySentence(addToTally(EMPTY_TALLY, [stopped]))).toBe('Stopped: nobody had asked')
    const open = addToTally(EMPTY_TALLY, [sent(0), answered(20), stopped])
    expect(tallySentence(open)).toBe('1 of 1 answered, the last after 20 ms')
  })

  it('counts an answer that tells of an error, and says so, but not a request without an answer', () => {
    const failed = event(30, { kind: 'request-failed', why: 'timed out' })
    const tally = addToTally(EMPTY_TALLY, [sent(0), sent(0), sent(0), answered(20, 500), failed])
    expect(tallySentence(tally)).toBe('1 of 3 answered, 1 with an error, 1 failed, the last after 20 ms')
  })
})

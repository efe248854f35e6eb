import { describe, expect, it } from 'vitest'
import type { Happening, TraceEvent } from '../../../server/kernel/events.ts'
import { outputLine } from '../../../slides/run/output.ts'

function event(request: number, happening: Happening): TraceEvent {
  return { ...happening, seq: 1, t: 0, lane: 'run', request }
}

describe('output', () => {
  it('ties what is printed to its request', () => {
    expect(outputLine(event(3, { kind: 'log', stream: 'out', text: 'found 7' }))).toEqual({
      request: 3,
      text: 'found 7',
      error: false,
    })
  })

  it('marks what went wrong', () => {
    const wrong: Happening[] = [
      { kind: 'log', stream: 'err', text: 'TypeError' },
      { kind: 'request-failed', why: 'timed out after 10 s' },
      { kind: 'request-answered', status: 500, bytes: 12 },
      { kind: 'dropped', count: 12 },
      { kind: 'run-end', reason: 'limit', threads: 1, message: 'memory limit reached' },
    ]
    expect(wrong.map((happening) => outputLine(event(1, happening))?.error)).toEqual(wrong.map(() => true))
  })

  it('advises whoever left cursors open, which is no failure', () => {
    const end = { kind: 'run-end', reason: 'answered', threads: 1 } as const
    expect([1, 12].map((cursors) => outputLine(event(0, { ...end, cursors })))).toEqual([
      {
        request: 0,
        text: '1 cursor was left open on the database: read it to the end or close it',
        error: false,
      },
      {
        request: 0,
        text: '12 cursors were left open on the database: read them to the end or close them',
        error: false,
      },
    ])
  })

  it('does not speak of cursors to those who were stopped or cut off', () => {
    for (const reason of ['stopped', 'limit', 'failed', 'deadlock'] as const) {
      expect(outputLine(event(0, { kind: 'run-end', reason, threads: 1, cursors: 2 }))).toBeUndefined()
    }
  })

  it('says nothing of what went well', () => {
    expect(
      outputLine(event(0, { kind: 'listening', port: 8888, address: 'http://127.0.0.1:4242/' })),
    ).toBeUndefined()
    expect(outputLine(event(1, { kind: 'request-answered', status: 200, bytes: 12 }))).toBeUndefined()
    expect(outputLine(event(0, { kind: 'run-end', reason: 'answered', threads: 1 }))).toBeUndefined()
  })
})

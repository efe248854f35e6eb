import { describe, expect, it } from 'vitest'
import type { Happening, TraceEvent } from '../../../server/kernel/events.ts'
import { problemOf } from '../../../slides/run/problem.ts'

function events(...happenings: Happening[]): TraceEvent[] {
  return happenings.map((happening, index) => ({
    ...happening,
    seq: index,
    t: index,
    lane: 'run',
    request: 0,
  }))
}

const at = (file: string) => ({ file, line: 12, column: 5 })

describe('the problem of a run', () => {
  it('is none if the run ended well', () => {
    expect(problemOf(events({ kind: 'run-end', reason: 'answered', threads: 1 }), 'async')).toBeUndefined()
    expect(problemOf([], 'async')).toBeUndefined()
  })

  it('is what the run ended with, on its line of the program', () => {
    const run = events({
      kind: 'run-end',
      reason: 'failed',
      threads: 1,
      message: 'no such name',
      at: at('async.ts'),
    })
    expect(problemOf(run, 'async')).toEqual({ message: 'no such name', line: 12, column: 5 })
  })

  it('marks no line of the program if it happened in the library', () => {
    const run = events({
      kind: 'run-end',
      reason: 'failed',
      threads: 1,
      message: 'broken pipe',
      at: at('lib/socket.ts'),
    })
    expect(problemOf(run, 'async')).toEqual({ message: 'lib/socket.ts:12: broken pipe', line: 0, column: 1 })
  })

  it('is the first logged error with a place if the run itself went on', () => {
    const run = events(
      { kind: 'log', stream: 'out', text: 'hello', at: at('async.ts') },
      { kind: 'log', stream: 'err', text: 'no place' },
      { kind: 'log', stream: 'err', text: 'TypeError', at: at('async.ts') },
      { kind: 'run-end', reason: 'answered', threads: 1 },
    )
    expect(problemOf(run, 'async')).toEqual({ message: 'TypeError', line: 12, column: 5 })
  })
})

import { describe, expect, it } from 'vitest'
import { failureOf } from '../../server/trace/failure.ts'
import { Recording } from './recording.ts'

const at = { file: 'threads.ts', line: 24, column: 19 }
const text = 'thread 2: TypeError: not a function'

const run = () => new Recording({ style: 'threads' })
const logs = (recording: Recording) => recording.say('thread:2', 1, { kind: 'log', stream: 'err', text, at })
const ends = (recording: Recording, end: { message?: string; at?: typeof at }) =>
  recording.say('run', 0, { kind: 'run-end', reason: 'deadlock', threads: 2, ...end }).events

describe('what went wrong', () => {
  it('is nothing in a run that ended well', () => {
    expect(failureOf(run().end())).toBeUndefined()
    expect(failureOf([])).toBeUndefined()
  })

  it('is what the run ended with, where it has a place', () => {
    expect(failureOf(ends(logs(run()), { message: 'CPU limit', at }))).toEqual({ message: 'CPU limit', at })
  })

  it('is the logged error that left a request without its answer', () => {
    const message = 'requests #1, #2 were never answered'
    expect(failureOf(ends(logs(run()), { message }))).toEqual({ message: `${text} (${message})`, at })
  })

  it('is an error that was only logged', () => {
    expect(failureOf(ends(logs(run()), {}))).toEqual({ message: text, at })
  })

  it('has no place if nobody knows one', () => {
    expect(failureOf(ends(run(), { message: 'out of memory' }))).toEqual({ message: 'out of memory' })
  })
})

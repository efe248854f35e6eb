import { describe, expect, it } from 'vitest'
import type { Recorded } from '../../server/trace/demo.ts'
import { originalName, recordedLines } from '../../server/trace/recorded.ts'

function recorded(log: unknown[], response?: Recorded['response']): Recorded {
  return { system: 'tornado-2.4.1', scenario: 'one', log, ...(response !== undefined && { response }) }
}

describe('what was recorded of an original', () => {
  it('is told with the name and the version that people know', () => {
    expect(['tornado-2.4.1-web', 'tornado-6.2', 'greenlet-2.0.2', 'motor-0.1'].map(originalName)).toEqual([
      'Tornado 2.4.1',
      'Tornado 6.2',
      'greenlet 2.0.2',
      'Motor 0.1',
    ])
  })

  it('is told in order: what was printed, what was logged, what was answered', () => {
    const log = ['spin done', "log:Exception in callback f | ValueError('no')", 'log:400 GET /', [1, 'two']]
    expect(recordedLines(recorded(log, ["200 OK body='' len=0"]))).toEqual([
      { text: 'spin done', error: false },
      { text: "Exception in callback f: ValueError('no')", error: true },
      { text: '400 GET /', error: true },
      { text: '[1,"two"]', error: false },
      { text: "answered 200 OK body='' len=0", error: false },
    ])
  })

  it('shows where the recorder has cut a message', () => {
    const [line] = recordedLines(recorded(["log:Exception in callback f | RuntimeError('Cannot wri"]))
    expect(line?.text).toBe("Exception in callback f: RuntimeError('Cannot wri …")
  })

  it('says so where nothing was printed, or nothing was answered', () => {
    expect(recordedLines(recorded([])).map(({ text }) => text)).toEqual(['printed nothing'])
    expect(recordedLines(recorded([], 'no response (request hangs)'))).toEqual([
      { text: 'no response (request hangs)', error: true },
    ])
  })
})

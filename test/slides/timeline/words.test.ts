import { describe, expect, it } from 'vitest'
import { modelOf } from '../../../server/trace/model-builder.ts'
import { liveSentence, readTime, spanSentence } from '../../../slides/timeline/words.ts'
import { blockedRun, callbacksRun } from '../../trace/styles.ts'

describe('the words of the player', () => {
  it('count who does what while a run goes on', () => {
    expect(liveSentence(modelOf(blockedRun(8)), 300_000)).toBe(
      '300 ms: 6 wait for their turn, 1 waits for an answer, 1 answered.',
    )
    expect(liveSentence(modelOf(callbacksRun(8)), 100_000)).toBe('100 ms: 8 wait for an answer.')
    expect(liveSentence(modelOf([]), 0)).toBe('0 ms: nobody has asked yet.')
  })

  it('give a span’s length and reason', () => {
    const [wait] = modelOf(blockedRun(2)).requests[1]!.spans
    expect(spanSentence(wait!)).toBe('#2 waiting for its turn, 202 ms: the loop is busy with #1')
    const find = modelOf(blockedRun(2)).requests[1]!.spans.find(({ state }) => state === 'answer')
    expect(spanSentence(find!)).toBe(
      '#2 waiting for an answer, 200 ms: connection 1: find worldcup.matches {team} (line 12)',
    )
  })

  it('round times', () => {
    expect([0, 20, 2_276, 12_345, 1_604_918].map(readTime)).toEqual([
      '0 ms',
      '0 ms',
      '2.3 ms',
      '12 ms',
      '1,605 ms',
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { pieces } from '../../server/trace/level-of-detail.ts'
import type { Span, State } from '../../server/trace/model.ts'

/** Spans one after another from their lengths. */
function row(...parts: [State, number][]): Span[] {
  let t = 0
  return parts.map(([state, length]) => {
    const span = { lane: 'thread:1', state, from: t, to: t + length, request: 1, label: '', why: '' }
    t += length
    return span
  })
}

/** 1 px is 1000 µs. */
function seen(spans: Span[], cell = 1, bounds = { left: 0, right: 100 }) {
  const found = pieces(spans, (t) => t / 1000, bounds, cell)
  return found.map(({ x, width, span, index }) => `${span.state} ${x}+${width} [${index}]`)
}

describe('pieces', () => {
  it('of long spans are the spans', () => {
    expect(seen(row(['running', 5000], ['answer', 90_000]))).toEqual(['running 0+5 [0]', 'answer 5+90 [1]'])
  })

  it('of short spans are merged to what took most of the time', () => {
    const spans = row(['running', 100], ['turn', 300], ['running', 100], ['turn', 200], ['answer', 5000])
    expect(seen(spans)).toEqual(['turn 0+2 [1]', 'answer 0.7+5 [4]'])
  })

  it('show work rather than the idle time around it', () => {
    expect(seen(row(['idle', 600], ['running', 50], ['idle', 300]))).toEqual(['running 0+2 [1]'])
  })

  it('are at most one a cell', () => {
    const spans = row(
      ...Array.from({ length: 1000 }, (_, n): [State, number] => [n % 2 ? 'running' : 'turn', 100]),
    )
    expect(seen(spans)).toHaveLength(100)
    expect(seen(spans, 10)).toHaveLength(10)
  })

  it('are cut at the edges of the plot, and left out beyond', () => {
    const spans = row(['running', 5000], ['turn', 10_000], ['answer', 20_000], ['idle', 5000])
    expect(seen(spans, 1, { left: 7, right: 20 })).toEqual(['turn 7+8 [1]', 'answer 15+5 [2]'])
  })
})

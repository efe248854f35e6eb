import { describe, expect, it } from 'vitest'
import { Serving } from '../../server/trace/serving.ts'

function record(...notes: [t: number, request: number][]): Serving {
  const serving = new Serving()
  for (const [t, request] of notes) serving.note(t, request, false)
  return serving
}

describe('the blame for a wait', () => {
  it('is on those who were served during it', () => {
    const serving = record([0, 1], [10, 2], [20, 3], [30, 4])
    expect(serving.blame(9, 10, 25)).toBe('the CPU is taken by #2, #3')
    expect(serving.blame(9, 5, 30)).toBe('the CPU is taken by #1, #2, #3')
    expect(serving.blame(9, 0, 99)).toBe('the CPU is taken by #1 … #4')
  })

  it('lists many as a range, or as some of them', () => {
    const serving = record([0, 3], [1, 4], [2, 5], [3, 6], [4, 1])
    expect(serving.blame(2, 0, 4)).toBe('the CPU is taken by #3 … #6')
    expect(serving.blame(2, 0, 9)).toBe('the CPU is taken by #1, #3 and 3 more')
  })

  it('is on the loop where it was a loop that served them', () => {
    const serving = new Serving()
    serving.note(0, 1, true)
    expect(serving.blame(2, 5, 6)).toBe('the loop is busy with #1')
  })

  it('is on a lack of workers, if nobody has read the request and the CPU is idle for the most part', () => {
    const serving = record([0, 1], [1, 2], [2, 0], [90, 1], [91, 0])
    expect(serving.blame(3, 0, 100, true)).toBe('no worker is free, they have #1, #2')
    expect(serving.blame(3, 0, 100)).toBe('the CPU is taken by #1, #2')
    expect(serving.blame(3, 0, 4, true)).toBe('the CPU is taken by #1, #2')
    expect(record([0, 1], [30, 0], [60, 2]).blame(3, 0, 100, true)).toBe('the CPU is taken by #1, #2')
    const loop = new Serving()
    loop.note(0, 1, true)
    loop.note(1, 0, true)
    expect(loop.blame(2, 0, 100, true)).toBe('the loop is busy with #1')
  })

  it('is never on oneself or on the server itself', () => {
    expect(record([0, 2], [10, 0]).blame(2, 0, 20)).toBeUndefined()
    expect(record().blame(1, 0, 20)).toBeUndefined()
  })

  it('names each once, however often they took turns', () => {
    const serving = record(...Array.from({ length: 1000 }, (_, n): [number, number] => [n, 1 + (n % 2)]))
    expect(serving.blame(3, 0, 1000)).toBe('the CPU is taken by #1, #2')
  })
})

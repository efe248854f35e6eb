import { describe, expect, it } from 'vitest'
import { keep } from '../../../server/mongo/bson/keep.ts'

describe('kept bytes', () => {
  it('stay as they were when the message changes, small or large', () => {
    for (const length of [0, 5, 2048, 2049, 100_000]) {
      const message = new Uint8Array(length).fill(7)
      const kept = keep(message)
      message.fill(8)
      expect(kept).toEqual(new Uint8Array(length).fill(7))
    }
  })

  it('do not overlap', () => {
    const all = Array.from({ length: 1000 }, (_, index) => keep(new Uint8Array(100).fill(index)))
    expect(all.every((bytes, index) => bytes.every((byte) => byte === (index & 255)))).toBe(true)
  })
})

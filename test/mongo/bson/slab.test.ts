import { describe, expect, it } from 'vitest'
import { Slab } from '../../../server/mongo/bson/slab.ts'

describe('a slab', () => {
  it('keeps bytes as they were when the message changes, small or large', () => {
    const slab = new Slab()
    for (const length of [0, 5, 2048, 2049, 100_000]) {
      const message = new Uint8Array(length).fill(7)
      const kept = slab.keep(message)
      message.fill(8)
      expect(kept).toEqual(new Uint8Array(length).fill(7))
    }
  })

  it('gives room that does not overlap', () => {
    const slab = new Slab()
    const all = Array.from({ length: 1000 }, (_, index) => slab.keep(new Uint8Array(100).fill(index)))
    expect(all.every((bytes, index) => bytes.every((byte) => byte === (index & 255)))).toBe(true)
  })

  it('grows its blocks from small ones to the size it was made with', () => {
    const slab = new Slab(2048)
    const sizes = new Set(Array.from({ length: 200 }, () => slab.bytes(50).buffer.byteLength))
    expect([...sizes]).toEqual([512, 1024, 2048])
  })

  it('takes more than a block holds', () => {
    const slab = new Slab(1024)
    const at = slab.take(5000)
    expect(slab.block.length - at).toBe(5000)
  })
})

import { expect, test } from 'vitest'
import { Channel, Doorbell } from '../../../../server/runtime/node/run/channel.ts'

/** Hands a message in without sleeping until it's answered: a killed guest doesn't wait. */
function handedIn(json: string, payloads: Uint8Array[] = []): { channel: Channel; answer: unknown } {
  const guest = new Channel()
  guest.kill()
  const answer = guest.call({ json, payloads }, new Doorbell())
  return { channel: new Channel(guest.shared), answer }
}

test('a message arrives whole, once, and as a copy', () => {
  const payloads = [new Uint8Array([1, 2, 3]), new Uint8Array(), new Uint8Array(70_000).fill(9)]
  const { channel } = handedIn('{"text":"Côte d’Ivoire"}', payloads)
  const message = channel.take()
  expect(message).toEqual({ json: '{"text":"Côte d’Ivoire"}', payloads })
  expect(message?.payloads[0]?.buffer).not.toBe(channel.shared)
  expect(channel.take()).toBeUndefined()
})

test('a guest that was killed before it called goes no further', () => {
  expect(handedIn('{}').answer).toBe('killed')
})

test('what does not fit is refused on either side', () => {
  const huge = 'x'.repeat(9 << 20)
  expect(handedIn(huge).answer).toBe('too big')
  expect(new Channel().reply({ json: huge, payloads: [] })).toBe(false)
  const many = Array.from({ length: 257 }, () => new Uint8Array(1))
  expect(handedIn('', many).answer).toBe('too big')
  expect(handedIn('', many.slice(1)).answer).toBe('killed')
})

test('the bell is heard although it rang while nobody listened', async () => {
  const bell = new Doorbell()
  const other = new Doorbell(bell.shared)
  let heard = 0
  const listening = bell.listen(() => {
    heard += 1
    if (heard === 1) other.ring()
    return heard < 3
  })
  setTimeout(() => other.ring(), 5)
  await listening
  expect(heard).toBe(3)
})

test('a bell that never stops lets timers have their turn', async () => {
  const bell = new Doorbell()
  let over = false
  setTimeout(() => {
    over = true
  }, 5)
  await bell.listen(() => {
    bell.ring()
    return !over
  })
  expect(over).toBe(true)
})

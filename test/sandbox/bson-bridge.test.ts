import { expect, it } from 'vitest'
import { fromByteString, toByteString } from '../../server/kernel/byte-string.ts'
import { decodeBson, encodeBson } from '../../server/sandbox/bson-bridge.ts'

const roundTrip = (json: string): string => decodeBson(encodeBson(json))

it.each([
  '{"a":1,"b":"text","c":[true,null,{"d":1.5}]}',
  '{"_id":{"$oid":"64a1b2c3d4e5f60718293a4b"}}',
  '{"n":{"$numberLong":"9007199254740993"}}',
  '{"when":{"$date":"2014-06-12T20:00:00Z"}}',
])('brings %s there and back', (json) => {
  expect(roundTrip(json)).toBe(json)
})

it('makes numbers of longs that a number holds exactly', () => {
  expect(roundTrip('{"n":{"$numberLong":"42"},"list":[{"$numberLong":"-7"}]}')).toBe('{"n":42,"list":[-7]}')
})

it('says in a message what is no document', () => {
  expect(encodeBson('{')).toMatch(/^!/)
  expect(encodeBson(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).toMatch(/^!/)
  expect(decodeBson('junk')).toMatch(/^!/)
  expect(decodeBson('')).toMatch(/^!/)
})

it('has byte strings of one character a byte, however many', () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index & 255)
  expect(fromByteString(toByteString(bytes))).toEqual(bytes)
  expect(fromByteString('\u0141')).toEqual(Uint8Array.of(0x41))
})

/** UUIDs, by which mongod tells collections apart whatever they are called. */
import { toHex } from './bytes.ts'
import type { Value } from './document.ts'
import { binary } from './values.ts'

/** A random UUID of version 4. */
export function newUuid(random: () => number): Value {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))
  bytes[6] = (bytes[6]! & 15) | 64
  bytes[8] = (bytes[8]! & 63) | 128
  return binary(4, bytes)
}

/** As people write it: `8-4-4-4-12` digits. */
export function uuidText(value: Value): string {
  return toHex(value.bytes.subarray(5)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** CRC-32C, the checksum that clients may append to their messages. */

/** The checksum of these bytes, as a signed 32 bit number. Bit by bit: messages with checksums are rare. */
export function crc32c(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc
}

/** Reads and writes what BSON is made of: little-endian numbers, UTF-8, and runs of bytes. */

const scratch = new DataView(new ArrayBuffer(8))
const scratchBytes = new Uint8Array(scratch.buffer)
const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** Strings up to this many bytes are decoded and encoded here if they are ASCII: the platform costs more to call. */
const SHORT = 20

export function readInt32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

/** 64 bits, signed. */
export function readInt64(bytes: Uint8Array, at: number): bigint {
  load(bytes, at)
  return scratch.getBigInt64(0, true)
}

export function readDouble(bytes: Uint8Array, at: number): number {
  load(bytes, at)
  return scratch.getFloat64(0, true)
}

function load(bytes: Uint8Array, at: number): void {
  for (let index = 0; index < 8; index++) scratchBytes[index] = bytes[at + index]!
}

export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >> 8
  bytes[at + 2] = value >> 16
  bytes[at + 3] = value >> 24
}

/** The lower 64 bits. */
export function writeInt64(bytes: Uint8Array, at: number, value: bigint): void {
  scratch.setBigInt64(0, BigInt.asIntN(64, value), true)
  store(bytes, at)
}

export function writeDouble(bytes: Uint8Array, at: number, value: number): void {
  scratch.setFloat64(0, value, true)
  store(bytes, at)
}

function store(bytes: Uint8Array, at: number): void {
  for (let index = 0; index < 8; index++) bytes[at + index] = scratchBytes[index]!
}

export function utf8(text: string): Uint8Array {
  if (utf8Length(text) > SHORT) return encoder.encode(text)
  const bytes = new Uint8Array(utf8Length(text))
  writeUtf8(bytes, 0, text)
  return bytes
}

/** How many bytes a text takes. */
export function utf8Length(text: string): number {
  const { length } = text
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) > 127) return encoder.encode(text).length
  return length
}

/** Returns where the text ends. */
export function writeUtf8(bytes: Uint8Array, start: number, text: string): number {
  const { length } = text
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) {
      const content = encoder.encode(text)
      bytes.set(content, start)
      return start + content.length
    }
    bytes[start + at] = code
  }
  return start + length
}

/** Copies a run of bytes; returns where it ends. */
export function copyBytes(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  const length = end - start
  if (length > SHORT * 2) to.set(from.subarray(start, end), at)
  else for (let index = 0; index < length; index++) to[at + index] = from[start + index]!
  return at + length
}

/** The text between two places. What isn't UTF-8 becomes U+FFFD. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  let at = start
  for (; at + 4 <= end; at += 4) {
    const [a, b, c, d] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!]
    if ((a | b | c | d) > 127) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(a, b, c, d)
  }
  for (; at < end; at++) {
    const byte = bytes[at]!
    if (byte > 127) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(byte)
  }
  return text
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Negative, zero or positive, byte by byte; what begins the other comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length)
  for (let at = 0; at < common; at++) if (a[at] !== b[at]) return a[at]! - b[at]!
  return a.length - b.length
}

/** Whether the same bytes lie there. */
export function hasBytes(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  const { length } = wanted
  for (let index = 0; index < length; index++) if (bytes[at + index] !== wanted[index]) return false
  return true
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

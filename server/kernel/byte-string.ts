/** Byte strings: one character a byte, as Python 2 had them. They are what guests read and write. */

const CHUNK = 8192

export function toByteString(bytes: Uint8Array): string {
  let text = ''
  for (let offset = 0; offset < bytes.length; offset += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(offset, offset + CHUNK))
  }
  return text
}

/** Characters beyond one byte lose their upper half, which no byte string has. */
export function fromByteString(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes
}

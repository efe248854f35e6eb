/** What guests leave to the host because it's so much faster there: texts and documents to bytes and back. */
import { fromByteString, toByteString } from '../kernel/byte-string.ts'
import { decodeBson, encodeBson } from './bson-bridge.ts'
import type { HostFunction } from './vm.ts'

/** Functions of their arguments alone, by the name under which guests call them. */
export const PURE_FUNCTIONS: readonly [name: string, call: HostFunction][] = [
  ['$encodeText', (text) => toByteString(new TextEncoder().encode(String(text)))],
  ['$decodeText', (bytes) => new TextDecoder().decode(fromByteString(String(bytes)))],
  ['$encodeBson', (json) => encodeBson(String(json))],
  ['$decodeBson', (bytes) => decodeBson(String(bytes))],
]

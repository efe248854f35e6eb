/** Reads what a guest hands in with `enter`. It may hold anything: a guest is a stranger's program. */
import type { Position } from './events.ts'
import { type Completion, type Frame, isSubmission } from './syscalls.ts'

/** Most bytes that the JSON of one frame may have. */
export const FRAME_LIMIT = 1 << 20
/** Most bytes that go with one `send`. */
export const PAYLOAD_LIMIT = 1 << 16
/** Most system calls in one frame: the kernel does nothing else until all of them are done. */
export const SUBMISSION_LIMIT = 64

/** The frame in `json`, or the reason why the guest has to be ended. */
export function parseFrame(json: string, payloads: Uint8Array[]): Frame | string {
  if (json.length > FRAME_LIMIT) return `a system call frame of more than ${FRAME_LIMIT} bytes`
  const value = parse(json)
  if (typeof value !== 'object' || value === null) return 'a system call frame that is not an object'
  const { submissions, wait, request, heap, at } = value as Record<keyof Frame, unknown>
  if (!Array.isArray(submissions)) return 'a system call frame without submissions'
  if (submissions.length > SUBMISSION_LIMIT)
    return `a system call frame of more than ${SUBMISSION_LIMIT} calls`
  const stranger = submissions.findIndex((submission) => !isSubmission(submission))
  if (stranger >= 0) return `an unknown system call: ${describe(submissions[stranger])}`
  if (!isWait(wait) || !isCount(request) || !isCount(heap)) return 'a malformed system call frame'
  if (submissions.filter(({ op }) => op === 'send').length !== payloads.length)
    return 'a send without its bytes'
  if (payloads.some(({ length }) => length > PAYLOAD_LIMIT))
    return `a send of more than ${PAYLOAD_LIMIT} bytes`
  const frame: Frame = { submissions, payloads, wait, request, heap }
  if (isPosition(at)) frame.at = { file: at.file, line: at.line, column: at.column }
  return frame
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function describe(submission: unknown): string {
  const op = (submission as { op?: unknown } | null)?.op
  return typeof op === 'string' ? op.slice(0, 40) : typeof op
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** -1 waits for anything. */
function isWait(value: unknown): value is number {
  return value === -1 || isCount(value)
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false
  const { file, line, column } = value as Record<string, unknown>
  return typeof file === 'string' && file.length <= 256 && isCount(line) && isCount(column)
}

/** Completions as a guest gets them: JSON, and the bytes that `recv`s took beside it. */
export function formatReply(completions: Completion[]): { json: string; payloads: Uint8Array[] } {
  const payloads: Uint8Array[] = []
  const json = JSON.stringify(completions, (key, value) => {
    if (key !== 'data') return value
    payloads.push(value)
    return true
  })
  return { json, payloads }
}

/** What a thread that can't go on says about itself: it becomes the `block` event on the timeline. */
import type { Descriptors } from './descriptors.ts'
import type { BlockReason, Position } from './events.ts'
import type { Frame, Submission } from './syscalls.ts'
import type { PendingCall, Thread } from './thread.ts'

/** What a blocked thread says about itself on the timeline. */
export interface Waiting {
  reason: BlockReason
  what: string
  heap: number
  fd?: number
  at?: Position
}

const REASONS: Partial<Record<Submission['op'], BlockReason>> = {
  accept: 'accept',
  connect: 'connect',
  recv: 'recv',
  send: 'send',
  poll: 'poll',
  sleep: 'sleep',
  join: 'join',
}

/** What the thread waits for that has handed in this frame. */
export function waitingFor(thread: Thread, frame: Frame, descriptors: Descriptors): Waiting {
  const waiting: Waiting = { reason: 'poll', what: 'for ever', heap: frame.heap }
  if (frame.at) waiting.at = frame.at
  const call = awaited(thread, frame.wait)
  if (!call) return waiting
  const { submission } = call
  if (call.says) return { ...waiting, ...call.says() }
  waiting.reason = REASONS[submission.op] ?? 'poll'
  waiting.what = describe(submission, descriptors)
  if ('fd' in submission) waiting.fd = submission.fd
  return waiting
}

function awaited({ pending }: Thread, id: number): PendingCall | undefined {
  return pending.find(({ submission }) => submission.id === id) ?? pending[0]
}

function describe(submission: Submission, descriptors: Descriptors): string {
  switch (submission.op) {
    case 'poll':
      return `poll (${descriptors.watchedCount} descriptors)`
    case 'sleep':
      return `sleep ${submission.ms} ms`
    case 'join':
      return `join thread ${submission.thread}`
    case 'connect':
      return `connect ${submission.host}:${submission.port}`
    default:
      return 'fd' in submission ? describeOn(submission.op, submission.fd, descriptors) : submission.op
  }
}

function describeOn(op: string, fd: number, descriptors: Descriptors): string {
  const open = descriptors.get(fd)
  const whom = open?.kind === 'stream' ? ` (${open.connection.peer})` : ''
  return `${op} fd${fd}${whom}`
}

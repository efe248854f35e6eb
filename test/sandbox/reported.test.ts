import { expect, it } from 'vitest'
import { reportedEvent } from '../../server/sandbox/reported.ts'

const OWN = 'thread:2'
const report = (lane: string, happening: unknown) => reportedEvent(OWN, lane, JSON.stringify(happening))
const at = { file: 'async.ts', line: 3, column: 4 }
const jump = { kind: 'switch', from: 'greenlet:0', to: 'greenlet:1', how: 'switch', stacks: [['main'], []] }

it.each([
  ['', { kind: 'callback-queued', id: 1 }, OWN],
  ['', { kind: 'callback-run', id: 1 }, OWN],
  ['', { kind: 'callback-run', id: 2, timeout: true }, OWN],
  ['', { kind: 'line', at }, OWN],
  ['', { kind: 'mark', name: 'here' }, OWN],
  ['', jump, OWN],
  ['greenlet:1', { kind: 'lane-close' }, 'greenlet:1'],
])('takes what only the library knows: %s %o', (lane, happening, recorded) => {
  expect(report(lane, happening)).toEqual({ lane: recorded, happening })
})

it('adds to a greenlet whose it is, whatever the guest says', () => {
  const opened = { kind: 'lane-open', lanes: 'client', name: 'greenlet 1', of: 'thread:9' }
  expect(report('greenlet:1', opened)).toEqual({
    lane: 'greenlet:1',
    happening: { kind: 'lane-open', lanes: 'greenlet', name: 'greenlet 1', of: OWN },
  })
})

it('drops every field that is not the event’s own', () => {
  const forged = { kind: 'mark', name: 'here', seq: 0, t: 0, lane: 'client:1', request: 9, at }
  expect(report('', forged)).toEqual({ lane: OWN, happening: { kind: 'mark', name: 'here' } })
})

it.each([
  ['', { kind: 'request-answered', status: 200, bytes: 1 }],
  ['', { kind: 'run-end', reason: 'answered', threads: 1 }],
  ['', { kind: 'toString' }],
  ['', { kind: '__proto__' }],
  ['', null],
  ['', [1]],
  ['', { kind: 7 }],
  ['thread:1', { kind: 'mark', name: 'here' }],
  ['client:1', { kind: 'lane-close' }],
  ['', { kind: 'lane-close' }],
  ['', { kind: 'callback-run', id: -1 }],
  ['', { kind: 'callback-run', id: '1' }],
  ['', { kind: 'mark', name: 'x'.repeat(101) }],
  ['', { kind: 'line', at: { ...at, line: 0.5 } }],
  ['', { kind: 'line', at: { ...at, file: 'x'.repeat(101) } }],
  ['', { ...jump, from: 'client:1' }],
  ['', { ...jump, how: 'jump' }],
  ['', { ...jump, stacks: [['main']] }],
  ['', { ...jump, stacks: [[1], []] }],
  ['', { ...jump, stacks: [Array.from({ length: 1000 }, () => 'f'), []] }],
])('takes nothing else: %s %o', (lane, happening) => {
  expect(report(lane, happening)).toBeUndefined()
})

it('takes no text that is not JSON, or that is too long', () => {
  expect(reportedEvent(OWN, '', '{')).toBeUndefined()
  const padded = `${JSON.stringify({ kind: 'mark', name: 'here' })}${' '.repeat(4096)}`
  expect(reportedEvent(OWN, '', padded)).toBeUndefined()
})

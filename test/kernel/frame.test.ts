import { expect, it } from 'vitest'
import { FRAME_LIMIT, formatReply, PAYLOAD_LIMIT, parseFrame } from '../../server/kernel/frame.ts'

const good = { submissions: [{ id: 1, op: 'sleep' }], wait: 1, request: 2, heap: 3 }
const json = (changes: object) => JSON.stringify({ ...good, ...changes })

it('reads a frame, and of its place only what belongs there', () => {
  const at = { file: 'callbacks.ts', line: 4, column: 7, more: 'junk' }
  expect(parseFrame(json({ at, more: 'junk' }), [])).toEqual({
    ...good,
    payloads: [],
    at: { file: 'callbacks.ts', line: 4, column: 7 },
  })
  expect(parseFrame(json({ at: { file: 'x', line: -1, column: 0 } }), [])).toEqual({ ...good, payloads: [] })
})

it.each([
  ['{', 'a system call frame that is not an object'],
  ['7', 'a system call frame that is not an object'],
  ['null', 'a system call frame that is not an object'],
  ['{}', 'a system call frame without submissions'],
  [json({ submissions: Array(65).fill(good.submissions[0]) }), 'a system call frame of more than 64 calls'],
  [json({ submissions: [null] }), 'an unknown system call: undefined'],
  [json({ submissions: [{ id: 1, op: 'reboot' }] }), 'an unknown system call: reboot'],
  [json({ submissions: [{ id: 1, op: 'toString' }] }), 'an unknown system call: toString'],
  [json({ submissions: [{ id: 0, op: 'sleep' }] }), 'an unknown system call: sleep'],
  [json({ wait: -2 }), 'a malformed system call frame'],
  [json({ wait: 0.5 }), 'a malformed system call frame'],
  [json({ request: -1 }), 'a malformed system call frame'],
  [json({ heap: 'much' }), 'a malformed system call frame'],
  [json({ submissions: [{ id: 1, op: 'send' }] }), 'a send without its bytes'],
])('gives the reason why %s is no frame', (text, reason) => {
  expect(parseFrame(text, [])).toBe(reason)
})

it('refuses more than may go over at once', () => {
  expect(parseFrame(' '.repeat(FRAME_LIMIT + 1), [])).toMatch(/frame of more than 1048576 bytes/)
  const send = json({ submissions: [{ id: 1, op: 'send', fd: 3, nonblock: true }] })
  expect(parseFrame(send, [new Uint8Array(PAYLOAD_LIMIT + 1)])).toMatch(/send of more than 65536 bytes/)
})

it('survives nesting that no stack could walk down', () => {
  const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`
  const frame = parseFrame(
    `{"submissions":[{"id":1,"op":"spawn","target":"x","args":${deep}}],"wait":1,"request":0,"heap":0}`,
    [],
  )
  expect(frame).toMatchObject({ wait: 1 })
})

it('puts the bytes of completions beside their JSON', () => {
  const data = Uint8Array.of(1, 2)
  expect(
    formatReply([
      { id: 1, ok: { bytes: 2, request: 0 }, data },
      { id: 2, err: 'EAGAIN' },
    ]),
  ).toEqual({
    json: '[{"id":1,"ok":{"bytes":2,"request":0},"data":true},{"id":2,"err":"EAGAIN"}]',
    payloads: [data],
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import { decodeJson, decodeText, encodeJson, encodeText } from '../../server/trace/codec.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun, greenletsRun, loginsRun, threadsRun } from './styles.ts'

const FORMS = [
  { form: 'JSON', encode: encodeJson, decode: decodeJson },
  { form: 'text', encode: encodeText, decode: decodeText },
]

describe.each(FORMS)('$form', ({ encode, decode }) => {
  it.each([blockedRun, callbacksRun, threadsRun, greenletsRun, loginsRun])(
    'comes back as it was: %o',
    (make) => {
      const events = make(3)
      expect(decode(encode(events))).toEqual(events)
    },
  )

  it('keeps any text, place and list', () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 })
    fc.assert(
      fc.property(text, text, fc.array(fc.nat()), fc.boolean(), (words, file, ready, setup) => {
        const run = new Recording({ style: words })
        run.say('thread:1', 1, { kind: 'log', stream: 'out', text: words, at: { file, line: 3, column: 9 } })
        run
          .say(words, 1, { kind: 'poll-result', ready })
          .say('mongo:1', 1, { kind: 'command-queued', op: 1, label: file, setup })
        run.say('thread:1', 2, {
          kind: 'switch',
          from: words,
          to: file,
          how: 'throw',
          stacks: [[words, file], []],
        })
        expect(decode(encode(run.events))).toEqual(run.events)
      }),
    )
  })

  it('keeps what a database was dialled to', () => {
    const database = { threads: 2, service: { write: 0.5 }, lock: 'all', jitter: 0.1 } as const
    const { events } = new Recording({ style: 'async', database })
    expect(decode(encode(events))).toEqual(events)
  })

  it('keeps how many cursors were left open', () => {
    const events = new Recording({ style: 'async' }).end('answered', 1, 3)
    expect(decode(encode(events))).toEqual(events)
    expect(encode(events)).toMatch(/\bcursors"?[:=]3\b/)
  })

  it('refuses another version', () => {
    const other = encode(blockedRun(1)).replace(/version("?)([=:])1/, 'version$1$22')
    expect(() => decode(other)).toThrow('line 1 of the trace: unknown trace version: 2 (this reads 1)')
  })

  it('refuses a trace without its beginning', () => {
    const events = blockedRun(1).slice(1)
    expect(() => decode(encode(events))).toThrow(
      'line 1 of the trace: a trace begins with run-start, not lane-open',
    )
  })

  it('names the line that is not an event', () => {
    const lines = encode(blockedRun(1)).split('\n')
    lines[4] = 'x'
    expect(() => decode(lines.join('\n'))).toThrow('line 5 of the trace: ')
  })
})

describe('JSON', () => {
  it('refuses values of another shape', () => {
    expect(() => decodeJson('null\n')).toThrow(
      'line 1 of the trace: not an event: it needs seq, t, lane, request and kind',
    )
    expect(() => decodeJson('{"seq":1,"t":"x","lane":"run","request":0,"kind":"mark"}')).toThrow(
      'not an event',
    )
  })
})

describe('text', () => {
  it('is one readable line per event', () => {
    const run = new Recording({ style: 'threads', clients: 2 }).at(1.5)
    run
      .block(1, 2, 'recv', 'recv fd7 (connection 2)', 12, 4096)
      .say('thread:1', 0, { kind: 'poll-result', ready: [3, 7] })
    expect(encodeText(run.events)).toBe(
      [
        '0 0 run #0 run-start clients=2 demo=find-team latency=200 requests=1 run=r1 runtime=simulated seed=1 style=threads version=1',
        '1 1500 thread:1 #2 block at=program.ts:12:1 heap=4096 reason=recv what="recv fd7 (connection 2)"',
        '2 1500 thread:1 #0 poll-result ready=[3,7]',
        '',
      ].join('\n'),
    )
  })

  it('does not depend on the order in which an event was written', () => {
    const [event] = new Recording({ style: 'threads' }).events
    const turned = Object.fromEntries(Object.entries(event!).reverse()) as TraceEvent
    expect(encodeText([turned])).toBe(encodeText([event!]))
  })

  it('is the same for equal runs when anonymous', () => {
    const one = new Recording({ style: 'threads', run: 'a', runtime: 'node' }).end()
    const other = new Recording({ style: 'threads', run: 'b' }).end()
    expect(encodeText(one, { anonymous: true })).toBe(encodeText(other, { anonymous: true }))
    expect(encodeText(one)).not.toBe(encodeText(other))
    expect(decodeText(encodeText(one, { anonymous: true }))[0]).toMatchObject({ run: '', runtime: '' })
  })

  it('keeps words apart from numbers and literals', () => {
    const run = new Recording({ style: 'true' }).say('thread:1', 0, { kind: 'mark', name: '12' })
    expect(encodeText(run.events)).toContain('style="true"')
    expect(encodeText(run.events)).toContain('name="12"')
  })
})

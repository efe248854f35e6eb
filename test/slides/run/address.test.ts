import { describe, expect, it } from 'vitest'
import type { Happening, TraceEvent } from '../../../server/kernel/events.ts'
import type { RunRequest } from '../../../server/run.ts'
import { curlCommand } from '../../../slides/run/address.ts'
import type { RunRecord } from '../../../slides/run/session.ts'

function listening(address?: string): TraceEvent {
  const happening: Happening = { kind: 'listening', port: 8888, ...(address !== undefined && { address }) }
  return { ...happening, seq: 1, t: 0, lane: 'run', request: 0 }
}

function record(mode: RunRequest['mode'], events: TraceEvent[], ended = false): RunRecord {
  const request: RunRequest = {
    demo: 'find-team',
    style: 'callbacks',
    source: '',
    paths: ['/?team=Brazil', '/?team=Ghana'],
    clients: 8,
    requests: 1,
    latency: 200,
    seed: 1,
    arrival: 'together',
    mode,
  }
  return { request, runtime: 'node', events, ended }
}

const REACHABLE = [listening('http://127.0.0.1:4242/')]

describe('the command for a person', () => {
  it('asks an open run what its first client asks, in words that a shell leaves alone', () => {
    expect(curlCommand(record('open', REACHABLE))).toBe("curl '127.0.0.1:4242/?team=Brazil'")
  })

  it('is there only while somebody could be answered', () => {
    expect(curlCommand(undefined)).toBeUndefined()
    expect(curlCommand(record('burst', REACHABLE))).toBeUndefined()
    expect(curlCommand(record('open', REACHABLE, true))).toBeUndefined()
    expect(curlCommand(record('open', [listening()]))).toBeUndefined()
  })
})

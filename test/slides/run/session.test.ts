import { describe, expect, it } from 'vitest'
import type { Style } from '../../../server/run.ts'
import { oneThread } from '../../../server/trace/claims.ts'
import { claimsOf, judge } from '../../../slides/run/claims-list.ts'
import { Drafts } from '../../../slides/run/drafts.ts'
import { Session } from '../../../slides/run/session.ts'

import { DEMO, ending, open } from './open-session.ts'

describe('a session', () => {
  it('runs the text as it was edited, with the dials as they stand', () => {
    const { session, requests } = open()
    session.write('edited()')
    session.set({ clients: 3, latency: 50, mode: 'open' })
    session.start()
    expect(requests[0]).toMatchObject({
      source: 'edited()',
      style: 'blocked',
      clients: 3,
      latency: 50,
      mode: 'open',
      database: { service: { write: 100 }, lock: 'writes' },
    })
    session.stop()
  })

  it('offers threads on the demo server to 16 clients, and the dial comes back elsewhere', () => {
    const { session } = open('node')
    session.set({ style: 'threads' })
    expect(session.settings.clients).toBe(16)
    session.set({ style: 'blocked' })
    expect(session.settings.clients).toBe(40)
    expect(open('simulated').session.settings.clients).toBe(40)
  })

  it('keeps a run open only where somebody could visit it', () => {
    const tab = open('simulated')
    tab.session.set({ mode: 'open' })
    tab.session.start()
    expect(tab.requests[0]?.mode).toBe('burst')
    tab.session.stop()
    const server = open('node')
    server.session.set({ mode: 'open' })
    expect(server.session.settings.mode).toBe('open')
  })

  it('applies an edit to the shipped program, whatever was typed before', () => {
    const { session } = open()
    session.write('nonsense')
    session.apply(session.edits[0]!)
    expect(session.text).toBe("import 'motor'")
    expect(session.appliedEdit?.name).toBe('motor')
  })

  it("promises the edit's claims once it is applied, and the style's again after a reset", () => {
    const { session } = open()
    expect(claimsOf(session).map((claim) => claim.name)).toEqual(['oneThread'])
    session.apply(session.edits[0]!)
    expect(claimsOf(session).map((claim) => claim.name)).toEqual(['queriesOverlap'])
    session.reset()
    expect(claimsOf(session).map((claim) => claim.name)).toEqual(['oneThread'])
    expect(session.isEdited).toBe(false)
  })

  it('offers an edit only in the style it was written for', () => {
    const { session } = open()
    expect(session.edits.map(({ name }) => name)).toEqual(['motor'])
    session.set({ style: 'threads' })
    expect(session.edits.map(({ name }) => name)).toEqual(['no-lock'])
  })

  it("dials the database as an edit says, in that edit's style, until a reset", () => {
    const { session, requests } = open()
    session.set({ style: 'threads' })
    expect(session.appliedEdit).toBeUndefined()
    session.apply(session.edits[0]!)
    expect([session.isEdited, session.appliedEdit?.name]).toEqual([true, 'no-lock'])
    expect(claimsOf(session).map((claim) => claim.name)).toEqual(['nobodyAtTheLock'])
    session.start()
    session.set({ style: 'blocked' })
    session.start()
    session.set({ style: 'threads' })
    session.reset()
    expect([session.isEdited, session.appliedEdit]).toEqual([false, undefined])
    session.start()
    session.stop()
    expect(requests.map(({ database }) => database?.lock)).toEqual(['none', 'writes', 'writes'])
    expect(requests[0]!.database).toEqual({ service: { write: 100 }, lock: 'none' })
  })

  it('stops its run when another style is chosen, and has it again on the way back', async () => {
    const { session } = open()
    session.start()
    const { record } = session
    session.set({ style: 'threads' })
    expect(session.record).toBeUndefined()
    session.set({ style: 'blocked' })
    expect(session.record).toBe(record)
    await expect.poll(() => record?.ended).toBe(true)
    expect(record?.events.at(-1)).toMatchObject({ kind: 'run-end', reason: 'stopped' })
  })

  it('tells its listeners how a run ends', async () => {
    const { session } = open()
    session.start()
    const ended = ending(session)
    session.stop()
    expect((await ended).at(-1)).toMatchObject({ kind: 'run-end', reason: 'stopped' })
    expect(session.isRunning).toBe(false)
  })

  it('does nothing if nothing here can run a program', () => {
    const programs = new Map<Style, string>([['blocked', 'main()']])
    const session = new Session({
      name: 'find-team',
      demo: DEMO,
      programs,
      runners: [],
      drafts: new Drafts(undefined),
    })
    session.start()
    expect(session.record).toBeUndefined()
  })
})

describe('claims beside a run', () => {
  const broken = { name: 'x', sentence: 'X.', check: () => 'something else' }

  it('are open until a run has ended', () => {
    const { session } = open()
    session.start()
    expect(judge([oneThread()], session.record).map((verdict) => verdict.state)).toEqual(['open'])
    session.stop()
  })

  it('are open after a burst that was stopped, and judged after an open run, which ends in no other way', async () => {
    for (const [mode, state] of [
      ['burst', 'open'],
      ['open', 'broken'],
    ] as const) {
      const { session } = open()
      session.set({ mode })
      session.start()
      const ended = ending(session)
      session.stop()
      await ended
      expect(judge([{ ...broken, binds: 'everywhere' }], session.record)[0]?.state).toBe(state)
    }
  })

  it('that speak of time are not judged by a real clock', async () => {
    for (const [runtime, state] of [
      ['node', 'real time'],
      ['simulated', 'broken'],
    ] as const) {
      const { session } = open(runtime, 'answered')
      session.start()
      const ended = ending(session)
      session.stop()
      await ended
      const [verdict] = judge([{ ...broken, binds: 'virtual time' }], session.record)
      expect(verdict).toEqual({ sentence: 'X.', state, seen: 'something else' })
    }
  })
})

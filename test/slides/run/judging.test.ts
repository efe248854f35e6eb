import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../server/trace/claim.ts'
import { neverAnswered, oneThread, queueAtTheLock } from '../../../server/trace/claims.ts'
import { endsWell, failsAsPromised } from '../../../slides/run/claims-list.ts'
import { DEMO, ending, open } from './open-session.ts'

describe('a session', () => {
  it('has its run judged only while what ran is what would run', () => {
    const { session } = open()
    session.set({ style: 'threads' })
    session.start()
    expect(session.judged).toBe(session.record)
    session.apply(session.edits[0]!)
    expect(session.judged).toBeUndefined()
    session.reset()
    session.start()
    session.write('other()')
    expect(session.judged).toBeUndefined()
  })

  it('knows a failure that was promised from one that was not', async () => {
    const failing = (claims: Claim[]) =>
      open('simulated', 'deadlock', { ...DEMO, claims: { blocked: claims } })
    const outcomes = [[neverAnswered(0)], [neverAnswered(0), queueAtTheLock()], [oneThread()]].map(
      async (claims) => {
        const { session } = failing(claims)
        session.start()
        const end = ending(session)
        session.stop()
        await end
        return failsAsPromised(session)
      },
    )
    expect(await Promise.all(outcomes)).toEqual([true, false, false])
  })

  it('knows a run that did all it should from one that failed, or broke a promise', async () => {
    const outcomes = (
      [
        ['answered', neverAnswered(0)],
        ['answered', queueAtTheLock()],
        ['deadlock', neverAnswered(0)],
      ] as const
    ).map(async ([reason, claim]) => {
      const { session } = open('simulated', reason, { ...DEMO, claims: { blocked: [claim] } })
      session.start()
      const end = ending(session)
      session.stop()
      await end
      return endsWell(session)
    })
    expect(await Promise.all(outcomes)).toEqual([true, false, false])
  })
})

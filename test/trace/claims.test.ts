import { describe, expect, it } from 'vitest'
import { inVirtualTime } from '../../server/trace/claim.ts'
import * as claims from '../../server/trace/claims.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { CORES } from './claim-cases-cores.ts'
import { OUTPUT } from './claim-cases-output.ts'
import { SERVING } from './claim-cases-serving.ts'
import { VAIN } from './claim-cases-vain.ts'
import { callbacksRun } from './styles.ts'

const CASES = [...SERVING, ...CORES, ...OUTPUT, ...VAIN]

describe.each(CASES)('$claim.name', ({ claim, breaks, seen }) => {
  it(`is broken by a run that says: ${seen}`, () => {
    expect(claim.check(statistics(breaks))).toBe(seen)
  })
})

describe.each(CASES.filter(({ keeps }) => keeps.length > 0))('$claim.name', ({ claim, keeps }) => {
  it('holds where it is kept', () => {
    expect(keeps.map((events) => claim.check(statistics(events)))).toEqual(keeps.map(() => true))
  })
})

describe('queriesOverlap', () => {
  it('wants all of them in virtual time, and half of them on a busy machine', () => {
    const seen = { ...statistics(callbacksRun(8)), backend_overlap_max: 4 }
    expect(claims.queriesOverlap().check(seen)).toBe('at most 4 queries under way at once')
    expect(claims.queriesOverlap().check({ ...seen, runtime: 'node' })).toBe(true)
    const fewer = { ...seen, runtime: 'node', backend_overlap_max: 3 }
    expect(claims.queriesOverlap().check(fewer)).toBe('at most 3 queries under way at once')
  })
})

describe('all claims', () => {
  it('read as sentences', () => {
    for (const { claim } of CASES) expect(claim.sentence).toMatch(/^[A-Z0-9“].{1,52}\.$/)
  })

  it('have a case that breaks them', () => {
    expect(new Set(CASES.map(({ claim }) => claim.name))).toEqual(new Set(Object.keys(claims)))
  })

  it('about failures let a run end badly', () => {
    const bad = CASES.filter(({ claim }) => claim.endsBadly).map(({ claim }) => claim.name)
    expect(new Set(bad)).toEqual(new Set(['fails', 'neverAnswered']))
  })

  it('can be left to the virtual clock', () => {
    const claim = claims.prints('one')
    expect(inVirtualTime(claim)).toEqual({ ...claim, binds: 'virtual time' })
  })

  it('may have their own words', () => {
    expect(claims.prints('one', 'It says one.').sentence).toBe('It says one.')
    expect(claims.nobodyAtTheLock('Nobody waits.').sentence).toBe('Nobody waits.')
  })

  it('cut what they quote', () => {
    const text = 'a sentence that is too long for a slide\nand goes on'
    expect(claims.prints(text).sentence).toBe('It prints “a sentence that is too long f…”.')
  })

  it('about time bind in virtual time only', () => {
    const timed = CASES.filter(({ claim }) => claim.binds === 'virtual time').map(({ claim }) => claim.name)
    expect(new Set(timed)).toEqual(
      new Set([
        'answeredWithin',
        'answeredAfterAll',
        'answeredInRounds',
        'bytesPerWaitingUnder',
        'coresBusy',
        'cpuBusyOver',
        'cpuBusyUnder',
        'loopBlockedOver',
        'loopNeverBlockedOver',
        'pollsAtMost',
        'pollsOver',
        'pollsToWrite',
        'togetherOver',
        'togetherWithin',
        'writersDoNotWait',
        'writersWaitForAll',
        'readersDoNotWait',
        'readersWaitToo',
      ]),
    )
  })
})

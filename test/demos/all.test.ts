/** Every demo is as a demo has to be; its programs and edits end as they should and keep their claims in virtual time. */
import { describe, expect, it } from 'vitest'
import { checkRequest } from '../../server/check-request.ts'
import { DEMO_NAMES, demoNamed, stylesOf } from '../../server/demos.ts'
import type { Edit } from '../../server/trace/demo.ts'
import type { Recording } from '../goldens/harness.ts'
import { requestOf, simulate } from '../support/simulated.ts'
import { CASES, faults, PATIENCE } from './cases.ts'

const recordings = import.meta.glob<Record<string, Recording>>('../goldens/recorded/*.json', {
  import: 'default',
  eager: true,
})

describe.each(DEMO_NAMES.map((name) => ({ name, demo: demoNamed(name)! })))('$name', ({ name, demo }) => {
  it('can be asked for as it describes itself, in each of its styles, on both runtimes', () => {
    expect(stylesOf(name).length).toBeGreaterThan(0)
    for (const style of stylesOf(name)) {
      const request = requestOf(name, style)
      for (const runtime of ['simulated', 'node'] as const)
        expect(checkRequest({ ...request }, runtime), `${style}, ${runtime}`).toBeTypeOf('object')
    }
    expect(demo.paths.every((path) => /^\/\S*$/.test(path)) && demo.paths.length > 0).toBe(true)
  })

  it('rests in the middle of its run and asks a question', () => {
    expect(demo.moment).toBeGreaterThanOrEqual(0)
    expect(demo.moment).toBeLessThanOrEqual(1)
    expect(demo.question).toMatch(/[?.]$/)
  })

  it('promises something in each style, and in no other', () => {
    expect(Object.keys(demo.claims).sort()).toEqual([...stylesOf(name)].sort())
    for (const claims of Object.values(demo.claims)) expect(claims!.length).toBeGreaterThan(0)
  })

  it('has edits with names of their own, that change something and promise something', () => {
    const names = demo.edits.map((edit) => `${edit.style} ${edit.name}`)
    expect(new Set(names).size).toBe(names.length)
    expect(demo.edits.filter(({ claims }) => claims.length === 0)).toEqual([])
    const changes = (edit: Edit) => edit.replace.length > 0 || edit.database !== undefined
    expect(demo.edits.every(changes)).toBe(true)
  })

  it('shows as the log of an original what was recorded of that', () => {
    if (!demo.recorded) return
    const { system, scenario, log, response } = demo.recorded
    const recording = recordings[`../goldens/recorded/${system}.json`]?.[scenario]
    expect(log).toEqual(recording?.log)
    if (response !== undefined) expect(response).toEqual(recording?.response)
  })
})

describe.each(CASES)('$name', (one) => {
  it('keeps its claims in virtual time', { timeout: PATIENCE }, async () => {
    expect(faults(await simulate(one.request), one, 'simulated')).toEqual([])
  })
})

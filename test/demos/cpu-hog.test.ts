/** The cpu-hog demo: what lets the others go on, and what doesn't. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const [mended] = demoNamed('cpu-hog')!.edits
const source = applyEdit(programOf('cpu-hog', 'greenlets')!, mended!)

it('breaks both promises about the hog if it lets others go on', async () => {
  expect(await brokenBy('cpu-hog', 'greenlets', [], { source })).toEqual(['loopBlockedOver', 'printsInOrder'])
})

it('breaks loopBlockedOver alone if the thinking is short', async () => {
  const changes: [string, string][] = [['n <= 50', 'n <= 5']]
  expect(await brokenBy('cpu-hog', 'greenlets', changes)).toEqual(['loopBlockedOver'])
})

it('is not mended by a sleep after the thinking', async () => {
  const late = source.replace('    sleep(0)\n  }\n', '  }\n  sleep(0)\n')
  expect(late).not.toBe(source)
  const figures = statistics(await simulate(requestOf('cpu-hog', 'greenlets', { source: late })))
  const broken = mended!.claims.filter((claim) => claim.check(figures) !== true)
  expect(broken.map(({ name }) => name)).toContain('loopNeverBlockedOver')
})
